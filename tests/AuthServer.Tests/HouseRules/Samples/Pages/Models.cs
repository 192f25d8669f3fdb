namespace AuthServer.Tests.HouseRules.Samples.Pages;

internal sealed class FirstModel
{
    public SecondModel? Other { get; init; }
}

internal sealed class SecondModel;
