using Npgsql;

namespace AuthServer.Core.Otp;

/// <summary>
/// One-time codes, and the links that do the same: one live of each for a purpose and a key. Everything happens in the
/// transaction that is open on the connection.
/// </summary>
public sealed class OneTimeCodes
{
    /// <summary>How long a link lives.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long a code lives.</summary>
    public TimeSpan Lifetime => throw new NotImplementedException();

    /// <inheritdoc cref="IssueAsync(NpgsqlConnection, CodePurpose, string, Guid?, CodeTarget?, CancellationToken)"/>
    public Task<FreshCode?> IssueAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, Guid? userId, CancellationToken ct) =>
        IssueAsync(connection, purpose, key, userId, null, ct);

    /// <summary>Makes a code; the one before dies.</summary>
    /// <param name="key"><see cref="Users.EmailAddress.Key"/>, or the id of a user or number: see the purpose.</param>
    /// <param name="userId">Whose; null: nobody's, for the counting alone, no code ever matches.</param>
    /// <param name="target">Where it is sent: <see cref="CodeCheck.Right"/> will tell.</param>
    /// <returns>Null: too soon after the last, or too many in this hour. Nothing changed; send nothing.</returns>
    public Task<FreshCode?> IssueAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, Guid? userId, CodeTarget? target,
        CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Looks at a code, and spends it if it is right. Commit also when it is wrong: that counts.</summary>
    /// <param name="code">As typed; space around it does not count.</param>
    public Task<CodeCheck> ConsumeAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, string? code, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Looks at a link's token, and spends it, with its code, if it is right.</summary>
    public Task<CodeCheck> ConsumeLinkAsync(
        NpgsqlConnection connection, CodePurpose purpose, string? linkToken, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Looks at a link's token; it stays as it is.</summary>
    public Task<CodeCheck> FindLinkAsync(CodePurpose purpose, string? linkToken, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Kills everything of a user that is live; the counts stay.</summary>
    public Task KillAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Deletes rows that no longer matter.</summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(int batch, CancellationToken ct) => throw new NotImplementedException();
}
