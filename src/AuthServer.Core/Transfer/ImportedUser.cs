using AuthServer.Core.Users;

namespace AuthServer.Core.Transfer;

/// <summary>An account as another system kept it, read and judged.</summary>
/// <param name="Line">Where it stood, from 1.</param>
/// <param name="Id">Its id: the other system's where that is a UUID, so that apps know the person again.</param>
internal sealed record ImportedUser(long Line, Guid Id, EmailAddress Email, NewUser Account)
{
    /// <summary>Of ours, of ASP.NET Identity's or of a foreign form; null: signs in by other means.</summary>
    public string? PasswordHash { get; init; }

    public string? Locale { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public override string ToString() => $"[line {Line}]";
}
