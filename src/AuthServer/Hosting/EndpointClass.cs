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

    /// <summary>Where tokens are looked up or ended.</summary>
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
        ("/connect", EndpointClass.Tokens),
        ("/api", EndpointClass.Tokens),
        ("/account", EndpointClass.Pages),
        ("/admin", EndpointClass.Pages),
        ("/device", EndpointClass.Pages),
    ];

    public static EndpointClass Of(PathString path) =>
        Array.Find(Prefixes, p => path.StartsWithSegments(p.Prefix, StringComparison.OrdinalIgnoreCase)).Class;
}
