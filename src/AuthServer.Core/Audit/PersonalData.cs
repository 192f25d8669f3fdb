using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Core.Audit;

/// <summary>What of an event may have to be erased, and what stays of it: a commitment that says nothing without the salt.</summary>
internal sealed record PersonalData(string Json, byte[] Salt, byte[] Commitment)
{
    private const int SaltLength = 32;

    public static PersonalData Of(string json)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new PersonalData(json, salt, CommitmentOf(json, salt));
    }

    public static byte[] CommitmentOf(string json, byte[] salt) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(json)]);
}
