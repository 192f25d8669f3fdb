namespace AuthServer.Hosting;

/// <summary>Endpoints that share one limit.</summary>
internal enum EndpointClass
{
    /// <summary>Health, public documents, files: not limited.</summary>
    Open,

    /// <summary>What people see, and the ways that lead there.</summary>
    Pages,

    /// <summary>Where tokens are made.</summary>
    Tokens,

    /// <summary>Where clients make themselves known.</summary>
    Registrations,

    /// <summary>Where tokens are looked up, used on our own APIs, or ended.</summary>
    Lookups,
}

/// <summary>Which class a path is of. Whoever adds an endpoint under one of these prefixes need not think of it.</summary>
internal static class EndpointClasses
{
    // The first that fits; compared without case, as routes are.
    private static readonly (PathString Prefix, EndpointClass Class)[] Prefixes =
    [
        ("/connect/authorize", EndpointClass.Pages),
        ("/connect/endsession", EndpointClass.Pages),
        ("/connect/checksession", EndpointClass.Pages),
        ("/connect/userinfo", EndpointClass.Lookups),
        ("/connect/introspect", EndpointClass.Lookups),
        ("/connect/revoke", EndpointClass.Lookups),
        ("/connect/register", EndpointClass.Registrations),
        ("/connect", EndpointClass.Tokens),
        ("/api/account/register", EndpointClass.Tokens),
        ("/api/account/verify", EndpointClass.Tokens),
        ("/api/account/login", EndpointClass.Tokens),
        ("/api/account/otp", EndpointClass.Tokens),
        ("/api/account/password", EndpointClass.Tokens),
        ("/api/account/unlock", EndpointClass.Tokens),
        ("/api", EndpointClass.Lookups),
        ("/openapi", EndpointClass.Pages),
        ("/docs", EndpointClass.Pages),
        ("/account", EndpointClass.Pages),
        ("/admin", EndpointClass.Pages),
        ("/device", EndpointClass.Pages),
    ];

    public static EndpointClass Of(PathString path) =>
        Array.Find(Prefixes, p => path.StartsWithSegments(p.Prefix, StringComparison.OrdinalIgnoreCase)).Class;
}
