using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Users;

public sealed class SubjectCacheTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string[] Sorted = ["admin", "user"];

    [Fact]
    public async Task Subject_is_what_the_tables_say()
    {
        await using var node = database.PeopleNode(new FakeClock());
        await node.EnsureRolesAsync("user", "admin");
        var (id, email) = await node.AddPersonAsync(
            with: u => u with { Name = "Ada", EmailVerified = true, PhoneNumber = "+441632960000", Roles = ["user", "admin"] });

        var subject = await node.GetRequiredService<SubjectCache>().FindAsync(id, default);

        Assert.NotNull(subject);
        Assert.Equal((id, email, "Ada", "+441632960000"), (subject.Id, subject.Email, subject.Name, subject.PhoneNumber));
        Assert.True(subject is { Enabled: true, EmailVerified: true, PhoneNumberVerified: false });
        Assert.Equal(Sorted, subject.Roles);
    }

    [Fact]
    public async Task Subject_is_kept_until_the_feed_says_that_it_changed()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var cache = node.GetRequiredService<SubjectCache>();
        var (id, _) = await node.AddPersonAsync();
        var first = await cache.FindAsync(id, default);

        await node.ExecuteAsync("UPDATE users SET name = 'New' WHERE id = $1", id);
        Assert.Same(first, await cache.FindAsync(id, default));
        cache.Apply(new FeedEntry(FeedKind.UserChanged, id.ToString(), 0, default));

        Assert.Equal("New", (await cache.FindAsync(id, default))?.Name);
    }

    [Fact]
    public async Task Load_that_began_before_a_change_never_replaces_a_newer_one()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var cache = node.GetRequiredService<SubjectCache>();
        var (id, _) = await node.AddPersonAsync();
        await using var connection = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE users IN ACCESS EXCLUSIVE MODE", connection))
            await hold.ExecuteNonQueryAsync();

        var early = cache.FindAsync(id, default).AsTask();
        cache.Apply(new FeedEntry(FeedKind.UserRevoked, id.ToString(), 0, default));
        var late = cache.FindAsync(id, default).AsTask();
        var shared = cache.FindAsync(id, default).AsTask();
        await transaction.RollbackAsync();

        Assert.NotSame(await early, await late);
        Assert.Same(await late, await shared);
        Assert.Same(await late, await cache.FindAsync(id, default));
    }

    [Fact]
    public async Task Somebody_unknown_is_looked_for_anew()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var cache = node.GetRequiredService<SubjectCache>();
        var (id, _) = await node.AddPersonAsync();
        var other = Guid.CreateVersion7();
        Assert.Null(await cache.FindAsync(other, default));

        await node.ExecuteAsync("UPDATE users SET id = $2 WHERE id = $1", id, other);

        Assert.NotNull(await cache.FindAsync(other, default));
    }

    [Fact]
    public async Task Caller_who_gives_up_leaves_the_load_to_the_others()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var cache = node.GetRequiredService<SubjectCache>();
        var (id, _) = await node.AddPersonAsync();
        await using var connection = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE users IN ACCESS EXCLUSIVE MODE", connection))
            await hold.ExecuteNonQueryAsync();
        using var impatience = new CancellationTokenSource();

        var first = cache.FindAsync(id, impatience.Token).AsTask();
        var second = cache.FindAsync(id, default).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await transaction.RollbackAsync();

        Assert.NotNull(await second);
    }
}
