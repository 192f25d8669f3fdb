namespace AuthServer.Hosting;

/// <summary>What Production refuses to start with: each in one line that names the setting.</summary>
internal static class StartUpChecks
{
    /// <summary>The first reason not to start; null when there is none.</summary>
    public static string? Refuse(IConfiguration configuration, IHostEnvironment environment, bool demo)
    {
        if (environment.IsDevelopment())
            return null;
        if (configuration["Issuer"] is not { Length: > 0 } issuer)
            return "Issuer: set it to the address of this server, https://… without a trailing slash.";
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url) || url.Query.Length > 0 || url.Fragment.Length > 0)
            return "Issuer: it must be an https address without query and fragment.";
        if (url.Scheme != Uri.UriSchemeHttps && !configuration.GetValue<bool>("AllowInsecureIssuer"))
            return "Issuer: it must be https (AllowInsecureIssuer=true admits http where something in front does TLS).";
        if (configuration["Keys:EncryptionSecret"] is not { Length: >= 32 })
            return "Keys:EncryptionSecret: set it to at least 32 random characters, the same on every node.";
        return demo ? "Declarations:Paths: demo declarations hold passwords that everybody knows; use your own." : null;
    }
}
