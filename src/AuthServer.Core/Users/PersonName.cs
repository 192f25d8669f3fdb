namespace AuthServer.Core.Users;

/// <summary>A person's full name: any text on one line.</summary>
public static class PersonName
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Reads one.</summary>
    /// <returns>Null, and a complaint under <c>full_name</c>, when it is none.</returns>
    public static string? Read(string? text, Complaints complaints) => throw new NotImplementedException();
}
