namespace AuthServer.Core.Declarations.Changes;

/// <summary>How planning, applying or going back ended.</summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>It would be so; nothing was changed.</summary>
    public sealed record Planned(ConfigurationPlan Plan) : ChangeOutcome;

    /// <summary>It is so now.</summary>
    public sealed record Applied(ChangeSet Change) : ChangeOutcome;

    /// <summary>It was so already.</summary>
    /// <param name="Revision">Of the configuration.</param>
    public sealed record NothingToDo(string Revision) : ChangeOutcome;

    /// <summary>It cannot be so.</summary>
    /// <param name="Errors">Every reason, at least one.</param>
    public sealed record Refused(IReadOnlyList<DeclarationError> Errors) : ChangeOutcome;

    /// <summary>It was decided on another configuration than the one that is in force.</summary>
    /// <param name="Revision">Of the one in force.</param>
    public sealed record Outdated(string Revision) : ChangeOutcome;

    /// <summary>There is no such change set.</summary>
    public sealed record Unknown : ChangeOutcome;
}

/// <summary>What a change was decided on; both null: on whatever there is.</summary>
/// <param name="Plan">The id of a plan.</param>
/// <param name="Revision">The revision of a configuration.</param>
public sealed record DecidedOn(string? Plan = null, string? Revision = null);
