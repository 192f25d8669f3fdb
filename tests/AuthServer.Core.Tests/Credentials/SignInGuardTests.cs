using AuthServer.Core.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

public sealed class SignInGuardTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Of_two_hundred_guesses_at_once_on_three_nodes_five_are_checked()
    {
        await using var first = database.PeopleNode(_clock);
        await using var second = database.PeopleNode(_clock);
        await using var third = database.PeopleNode(_clock);
        var key = NewKey();
        var guards = new[] { Guard(first), Guard(second), Guard(third) };

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var guard = guards[i % 3];
            var admission = await guard.AdmitAsync(key, null, default);
            if (admission is Admission.Admitted admitted)
            {
                await Task.Yield();
                await guard.FailedAsync(admitted.Ticket, null, default);
            }

            return admission;
        }));

        Assert.Equal(5, answers.Count(a => a is Admission.Admitted));
        Assert.All(answers.Where(a => a is not Admission.Admitted), a =>
            Assert.Equal(_clock.GetUtcNow().AddMinutes(15), Assert.IsType<Admission.Locked>(a).Until));
    }

    [Fact]
    public async Task Hundred_right_passwords_at_once_are_all_let_through()
    {
        await using var first = database.PeopleNode(_clock);
        await using var second = database.PeopleNode(_clock);
        var key = NewKey();
        var guards = new[] { Guard(first), Guard(second) };

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var guard = guards[i % 2];
            var admission = await guard.AdmitAsync(key, null, default);
            if (admission is Admission.Admitted admitted)
                await guard.SucceededAsync(admitted.Ticket, default);
            return admission;
        }));

        Assert.All(answers, a => Assert.IsType<Admission.Admitted>(a));
        Assert.Equal(0, await RowsAsync(first, key));
    }

    [Fact]
    public async Task Count_outlives_the_process()
    {
        var key = NewKey();
        await using (var first = database.PeopleNode(_clock))
            await FailAsync(Guard(first), key, 4);
        await using var second = database.PeopleNode(_clock);
        await FailAsync(Guard(second), key, 1);

        Assert.IsType<Admission.Locked>(await Guard(second).AdmitAsync(key, null, default));
        _clock.Advance(TimeSpan.FromMinutes(15));
        await FailAsync(Guard(second), key, 1);
        Assert.IsType<Admission.Admitted>(await Guard(second).AdmitAsync(key, null, default));
    }

    [Fact]
    public async Task Right_password_clears_and_one_that_was_not_checked_changes_nothing()
    {
        await using var node = database.PeopleNode(_clock);
        var (guard, key) = (Guard(node), NewKey());
        await FailAsync(guard, key, 4);
        for (var i = 0; i < 10; i++)
            await guard.ReleasedAsync(await AdmittedAsync(guard, key), default);
        await guard.SucceededAsync(await AdmittedAsync(guard, key), default);
        Assert.Equal(0, await RowsAsync(node, key));
        await FailAsync(guard, key, 4);

        Assert.IsType<Admission.Admitted>(await guard.AdmitAsync(key, null, default));
    }

    [Fact]
    public async Task Right_password_forgets_what_was_wrong_and_leaves_what_is_being_checked()
    {
        await using var node = database.PeopleNode(_clock);
        var (guard, key) = (Guard(node), NewKey());
        await FailAsync(guard, key, 3);
        var (mine, other) = (await AdmittedAsync(guard, key), await AdmittedAsync(guard, key));

        await guard.SucceededAsync(mine, default);

        Assert.Equal(1, await node.ScalarAsync<long>(
            "SELECT count(*) FROM sign_in_guard WHERE address = $1 AND failures = 0 AND streak = 0 AND pending = ARRAY[$2]",
            GuardKey.Hash(key), other.Id));
        await guard.SucceededAsync(other, default);
        Assert.Equal(0, await RowsAsync(node, key));
    }

    [Fact]
    public async Task Unlock_clears_every_bucket_of_the_address_and_no_other()
    {
        await using var node = database.PeopleNode(_clock);
        var guard = Guard(node);
        var (id, email) = await node.AddPersonAsync();
        var other = NewKey();
        var mark = await node.RememberAsync(id, null);
        await FailAsync(guard, email, 5);
        await FailAsync(guard, email, 5, mark);
        await FailAsync(guard, other, 5);

        await using (var connection = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
            await SignInGuard.UnlockAsync(connection, email, default);

        Assert.IsType<Admission.Admitted>(await guard.AdmitAsync(email, null, default));
        Assert.IsType<Admission.Admitted>(await guard.AdmitAsync(email, mark, default));
        Assert.IsType<Admission.Locked>(await guard.AdmitAsync(other, null, default));
    }

    [Fact]
    public async Task Owner_at_a_known_device_is_not_locked_out_by_others()
    {
        await using var node = database.PeopleNode(_clock);
        var (guard, devices) = (Guard(node), Devices(node));
        var (id, email) = await node.AddPersonAsync();
        var mark = await node.RememberAsync(id, null);
        await FailAsync(guard, email, 5);

        Assert.IsType<Admission.Locked>(await guard.AdmitAsync(email, null, default));
        Assert.IsType<Admission.Locked>(await guard.AdmitAsync(email, new string('A', 43), default));
        var ticket = await AdmittedAsync(guard, email, mark);
        await guard.SucceededAsync(ticket, default);

        // What strangers did is not forgiven because the owner came in by another door; nor has the device more tries.
        Assert.IsType<Admission.Locked>(await guard.AdmitAsync(email, null, default));
        await FailAsync(guard, email, 5, mark);
        Assert.IsType<Admission.Locked>(await guard.AdmitAsync(email, mark, default));
    }

    [Fact]
    public async Task Mark_of_somebody_else_is_none()
    {
        await using var node = database.PeopleNode(_clock);
        var (guard, devices) = (Guard(node), Devices(node));
        var (_, victim) = await node.AddPersonAsync();
        var (attacker, _) = await node.AddPersonAsync();
        var mark = await node.RememberAsync(attacker, null);
        await FailAsync(guard, victim, 4);
        await FailAsync(guard, victim, 1, mark);

        Assert.IsType<Admission.Locked>(await guard.AdmitAsync(victim, null, default));
        Assert.IsType<Admission.Locked>(await guard.AdmitAsync(victim, mark, default));
    }

    [Fact]
    public async Task Whoever_stops_waiting_leaves_no_trace()
    {
        await using var node = database.PeopleNode(_clock);
        var (guard, key) = (Guard(node), NewKey());
        var tickets = new List<SignInTicket>();
        for (var i = 0; i < 5; i++)
            tickets.Add(await AdmittedAsync(guard, key));
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guard.AdmitAsync(key, null, impatient.Token));
        foreach (var ticket in tickets)
            await guard.ReleasedAsync(ticket, default);

        Assert.Equal(0, await RowsAsync(node, key));
    }

    [Fact]
    public async Task Counts_are_swept_when_they_no_longer_matter()
    {
        await using var empty = database.PeopleNode(_clock);
        await empty.ExecuteAsync("DELETE FROM sign_in_guard");
        await using var node = database.PeopleNode(_clock, ("Lockout:Duration", "2d"));
        var guard = Guard(node);
        foreach (var key in new[] { NewKey(), NewKey(), NewKey() })
            await FailAsync(guard, key, 1);
        await FailAsync(guard, NewKey(), 5);

        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await guard.SweepAsync(new(10), default));
        var young = NewKey();
        await FailAsync(guard, young, 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await guard.SweepAsync(new(2), default));
        Assert.Equal(2, await guard.SweepAsync(new(10), default));
        Assert.Equal(1, await RowsAsync(node, young));
    }

    private static SignInGuard Guard(ServiceProvider node) => node.GetRequiredService<SignInGuard>();

    private static KnownDevices Devices(ServiceProvider node) => node.GetRequiredService<KnownDevices>();

    private static string NewKey() => $"{Guid.CreateVersion7():N}@example.org";

    private static Task<long> RowsAsync(ServiceProvider node, string key) =>
        node.ScalarAsync<long>("SELECT count(*) FROM sign_in_guard WHERE address = $1", GuardKey.Hash(key));

    private static async Task<SignInTicket> AdmittedAsync(SignInGuard guard, string key, string? mark = null) =>
        Assert.IsType<Admission.Admitted>(await guard.AdmitAsync(key, mark, default)).Ticket;

    private static async Task FailAsync(SignInGuard guard, string key, int times, string? mark = null)
    {
        for (var i = 0; i < times; i++)
            await guard.FailedAsync(await AdmittedAsync(guard, key, mark), null, default);
    }
}
