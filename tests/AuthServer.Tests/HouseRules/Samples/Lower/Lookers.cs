using System.Diagnostics.CodeAnalysis;
using AuthServer.Tests.HouseRules.Samples.Upper;

// One forbidden look upwards a type, each by another way.
#pragma warning disable CA1822, CA1823, CS0169, CS0649, CA1051
namespace AuthServer.Tests.HouseRules.Samples.Lower;

internal sealed class ByField
{
    private readonly Seen? _seen;
}

internal sealed class ByBase : SeenParent;

internal sealed class ByGenericArgument
{
    public List<Dictionary<string, Seen[]>> Get() => [];
}

internal sealed class ByBody
{
    public string Get() => SeenParent.Name();
}

internal sealed class ByLambda
{
    public Func<int, string> Get() => n => n + SeenParent.Name();
}

internal sealed class ByAsync
{
    public async Task<string> GetAsync()
    {
        await Task.Yield();
        return SeenParent.Name();
    }
}

[Seeing(typeof(string))]
internal sealed class ByAttribute;

[TypeNamed(typeof(Seen))]
internal sealed class ByAttributeArgument;

internal sealed class ByConstraint
{
    public void Take<T>(T it)
        where T : SeenParent => ArgumentNullException.ThrowIfNull(it);
}

internal sealed class ByCatch
{
    public void Run()
    {
        try
        {
            GC.KeepAlive(this);
        }
        catch (SeenException)
        {
            GC.KeepAlive(this);
        }
    }
}

internal sealed class ByTypeOf
{
    public Type Get() => typeof(Seen);
}

internal sealed class ByGenericMethod
{
    public object Get() => Array.Empty<Seen>();
}

[SuppressMessage("Design", "CA1040", Justification = "a sample")]
internal sealed class Innocent
{
    public Innocent? Get() => null;
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeNamedAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
