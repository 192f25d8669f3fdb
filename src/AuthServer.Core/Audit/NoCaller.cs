namespace AuthServer.Core.Audit;

/// <summary>Where nobody calls: commands, and whatever else has no door.</summary>
internal sealed class NoCaller : ICallerAddress
{
    public string? Present => null;
}
