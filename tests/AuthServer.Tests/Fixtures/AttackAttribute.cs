namespace AuthServer.Tests.Fixtures;

/// <summary>The attack case that a test stages: <c>[Attack("TOK-01")]</c>. docs/attacks.md lists what is staged and what waits.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AttackAttribute(string id) : Attribute
{
    /// <summary>Area, dash, two digits.</summary>
    public string Id { get; } = id;
}
