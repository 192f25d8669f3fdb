namespace AuthServer.Core.Users;

/// <summary>Why a value was refused.</summary>
/// <param name="Code">Stable and never shown as it is: <c>too_short</c>, <c>required</c>, <c>too_common</c>.</param>
/// <param name="Number">For its text, where there is one: the shortest, the longest.</param>
public sealed record Complaint(string Code, int? Number = null)
{
    /// <summary>
    /// What is wrong in English, shown as it is: to the authors of documents whose members have more rules than there are
    /// codes. Null: the code says it.
    /// </summary>
    public string? Text { get; init; }
}
