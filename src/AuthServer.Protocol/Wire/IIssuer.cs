namespace AuthServer.Protocol.Wire;

/// <summary>The issuer identifier (OIDC Discovery §3): configured, or in Development what the request came to.</summary>
public interface IIssuer
{
    /// <summary>Without a trailing slash.</summary>
    string Url { get; }

    /// <summary>An address of ours, from its path.</summary>
    string At(string path) => Url + path;
}
