using System.ComponentModel.DataAnnotations;

namespace AuthServer.Hosting;

/// <summary>
/// Settings <c>RateLimits</c>. All but <see cref="Enabled"/> count what one address (IPv6: one /64) may do in a minute; who
/// goes beyond reads 429 and <c>Retry-After</c>. Each node counts for itself.
/// </summary>
internal sealed class RateLimitOptions
{
    /// <summary>False for load tests. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests for pages and from forms. Default 3,000: some four hundred sign-ins from one office.</summary>
    [Range(1, int.MaxValue)]
    public int PagesPerMinute { get; set; } = 3_000;

    /// <summary>Requests for tokens. Default 6,000.</summary>
    [Range(1, int.MaxValue)]
    public int TokensPerMinute { get; set; } = 6_000;

    /// <summary>Clients that register themselves, or look after what they registered. Default 60.</summary>
    [Range(1, int.MaxValue)]
    public int RegistrationsPerMinute { get; set; } = 60;

    /// <summary>
    /// Userinfo, introspection, revocation. Default 60,000: an API may ask for each call of its own.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int LookupsPerMinute { get; set; } = 60_000;

    /// <summary>
    /// Wrong secrets and assertions of one client from one address; after that the right one waits too. Default 30.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int FailedClientsPerMinute { get; set; } = 30;

    /// <summary>
    /// Wrong passwords for whatever accounts from one address; after that only people at a device of theirs are let
    /// through there. Default 60.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int FailedSignInsPerMinute { get; set; } = 60;
}
