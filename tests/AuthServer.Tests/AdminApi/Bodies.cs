namespace AuthServer.Tests.AdminApi;

/// <summary>What tests send more than once.</summary>
internal static class Bodies
{
    /// <summary>The roles that a person is to have.</summary>
    public static object Roles(params string[] roles) => new { roles };
}
