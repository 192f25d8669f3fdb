namespace AuthServer.Tests.HouseRules.Samples.Shared;

internal sealed class Lost;
