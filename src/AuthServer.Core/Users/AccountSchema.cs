using AuthServer.Core.Data;

namespace AuthServer.Core.Users;

/// <summary>The ways to register and the members that profiles have, in memory; the feed drops what changed.</summary>
public sealed class AccountSchema : IFeedListener
{
    /// <summary>All of it, as of one moment.</summary>
    public ValueTask<AccountShape> GetAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The ways to register; the first is the default one. Empty: nobody registers here.</summary>
    public async ValueTask<IReadOnlyList<RegistrationKind>> KindsAsync(CancellationToken ct) => (await GetAsync(ct)).Kinds;

    /// <summary>The members that profiles have besides the standard ones.</summary>
    public async ValueTask<IReadOnlyList<ProfileMember>> MembersAsync(CancellationToken ct) =>
        (await GetAsync(ct)).Members;

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
    }

    /// <inheritdoc/>
    public void Forget()
    {
    }
}
