using AuthServer.Core.Clients;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>How an edit ended. Whatever is not done left no trace.</summary>
public abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    /// <summary>Whether it is to stay.</summary>
    internal bool IsDone => this is Created or Changed { WasSo: false } or SecretAdded or Gone;

    /// <summary>There is a new object.</summary>
    public sealed record Created(EditedObject Made) : EditOutcome
    {
        /// <summary>The secret that was made with it, this once; null: none was.</summary>
        public string? Secret { get; init; }

        /// <inheritdoc/>
        public override string ToString() => $"created {Made.Key}";
    }

    /// <summary>It is as it was asked for.</summary>
    public sealed record Changed(EditedObject Now) : EditOutcome
    {
        /// <summary>It was so before: nothing is written, and nobody is told.</summary>
        public bool WasSo { get; init; }
    }

    /// <summary>There is a new secret.</summary>
    /// <param name="Text">In clear, this once.</param>
    public sealed record SecretAdded(ClientSecret Secret, string Text) : EditOutcome
    {
        /// <inheritdoc/>
        public override string ToString() => $"secret {Secret.Id}";
    }

    /// <summary>It is no more.</summary>
    public sealed record Gone : EditOutcome;

    /// <summary>There is none.</summary>
    public sealed record NotFound : EditOutcome;

    /// <summary>There is one of this name already.</summary>
    public sealed record Exists : EditOutcome;

    /// <summary>Somebody else was faster.</summary>
    public sealed record Stale : EditOutcome;

    /// <summary>Only an owner may.</summary>
    public sealed record Forbidden : EditOutcome;

    /// <summary>There are as many as there may be.</summary>
    public sealed record Full : EditOutcome;

    /// <summary>Something needs it. Some of it, not all.</summary>
    public sealed record InUse(IReadOnlyList<ObjectUse> By) : EditOutcome;

    /// <summary>It makes no sense.</summary>
    /// <param name="Complaints">Every reason, by member; <c>body</c> where no member is to blame.</param>
    public sealed record Refused(Complaints Complaints) : EditOutcome;
}
