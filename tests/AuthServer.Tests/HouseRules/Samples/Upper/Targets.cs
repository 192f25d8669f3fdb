#pragma warning disable CA1032, CA1064
namespace AuthServer.Tests.HouseRules.Samples.Upper;

internal sealed class Seen
{
    public Lower.Innocent? Down { get; init; } // may
}

internal class SeenParent
{
    public static string Name() => "seen";
}

internal sealed class SeenException : Exception;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class SeeingAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

internal sealed class OddHelper;

internal sealed class Greedy(int a, int b, int c, int d, int e, int f, int g)
{
    public int Sum => a + b + c + d + e + f + g;
}
