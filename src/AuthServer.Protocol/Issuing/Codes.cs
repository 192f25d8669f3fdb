namespace AuthServer.Protocol.Issuing;

/// <summary>Authorization codes: sealed, so that issuing one writes nothing (RFC 6749 §4.1.2, §10.5).</summary>
public sealed class Codes(Envelopes envelopes, ICodeDrawer drawer)
{
    /// <summary>Longest code that travels whole; a larger one is put away and a handle travels. Chosen: it fits any URL.</summary>
    public const int MaxLength = 1536;

    /// <summary>Length of a handle: 32 bytes in base64url. No sealed code is that short.</summary>
    public const int HandleLength = 43;

    /// <summary>Makes the code.</summary>
    public async ValueTask<string> WriteAsync(IssuedCode code, CancellationToken ct)
    {
        var text = envelopes.Seal(KeyPurpose.Code, code.ToBytes());
        return text.Length <= MaxLength ? text : await drawer.PutAsync(text, code.ExpiresAt, ct);
    }

    /// <summary>Reads a code; null for anything that is none of ours.</summary>
    public async ValueTask<IssuedCode?> ReadAsync(string text, CancellationToken ct)
    {
        if (text.Length == HandleLength)
            text = await drawer.FindAsync(text, ct) ?? "";
        else if (text.Length > MaxLength)
            return null; // never travelled: it was read in the database, where it is worth nothing
        return envelopes.Open(KeyPurpose.Code, text) is { } bytes ? IssuedCode.FromBytes(bytes) : null;
    }
}
