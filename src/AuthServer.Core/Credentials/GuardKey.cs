using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Core.Credentials;

/// <summary>
/// What wrong passwords are counted by: an address, and the device that its owner is known by. Hashed: addresses that
/// strangers make up are nobody's data, and take no more room than others.
/// </summary>
/// <param name="Device">Empty: no known one.</param>
internal readonly record struct GuardKey(string Address, string Device)
{
    public bool IsKnownDevice => Device.Length > 0;

    /// <summary>The key of an address.</summary>
    /// <param name="addressKey"><see cref="Users.EmailAddress.Key"/>.</param>
    /// <param name="device">The hash of the device's mark; null: no known device.</param>
    public static GuardKey Of(string addressKey, string? device) => new(Hash(addressKey), device ?? "");

    public static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
