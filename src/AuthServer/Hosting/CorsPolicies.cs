namespace AuthServer.Hosting;

/// <summary>Names of the CORS policies: who may call an endpoint from a browser's script.</summary>
internal static class CorsPolicies
{
    /// <summary>Every origin: public documents.</summary>
    public const string Anyone = "anyone";

    /// <summary>The origins of clients.</summary>
    public const string Clients = "clients";

    /// <summary>The origins of first-party clients: the JSON APIs.</summary>
    public const string FirstParty = "first-party";
}
