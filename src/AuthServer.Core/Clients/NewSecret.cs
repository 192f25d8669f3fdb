using System.Text;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Clients;

/// <summary>A client's secret on its way in.</summary>
/// <param name="Value">In clear.</param>
/// <param name="ExpiresAt">Refused from then on; null: never.</param>
public sealed record NewSecret(string Value, DateTimeOffset? ExpiresAt = null)
{
    /// <inheritdoc/>
    public override string ToString() => "[secret]";

    /// <summary>As it is kept. One too short to sign with is never sealed: nothing may be signed with it.</summary>
    internal ClientSecretHash ToStored(bool isNeededItself, IRingKeys keys, DateTimeOffset now) => ClientSecretHash.Of(Value, ExpiresAt) with
    {
        MadeAt = now,
        Sealed = isNeededItself && Encoding.UTF8.GetByteCount(Value) >= SharedSecret.MinLength ? StoredSecret.Seal(keys, Value) : null,
    };
}
