namespace AuthServer.Core.Audit;

/// <summary>Something that happened, for the audit log.</summary>
/// <param name="By">Who.</param>
/// <param name="Action">What: one of <see cref="AuditActions"/>.</param>
/// <param name="TargetKind">To what kind of thing: one of <see cref="AuditTargets"/>.</param>
/// <param name="Target">Its id among its kind.</param>
public sealed record AuditEvent(Actor By, string Action, string TargetKind, string Target)
{
    /// <summary>Something that people did about themselves.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    public static AuditEvent OfSelf(Guid person, string action) =>
        new(Actor.Person(person), action, AuditTargets.User, person.ToString()) { Person = person };

    /// <summary>The changed members as they were; written as JSON. Never a secret, not even hashed.</summary>
    public object? Before { get; init; }

    /// <summary>The changed members as they are now.</summary>
    public object? After { get; init; }

    /// <summary>What whoever did it gave as a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Whose personal data <see cref="Before"/> and <see cref="After"/> hold: they can be erased with the person, and the
    /// chain still verifies. Null: nobody's.
    /// </summary>
    public Guid? Person { get; init; }
}
