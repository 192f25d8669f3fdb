using System.Net;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: whoever had the account hears of what happens to it, where they were reached so far.</summary>
[Collection(AccountCollection.Name)]
public sealed class NoticeTests(AccountServer server)
{
    public static TheoryData<string, MessageKind> Causes => new()
    {
        { "reset", MessageKind.PasswordChanged }, { "password", MessageKind.PasswordChanged },
        { "email", MessageKind.EmailChanged }, { "phone", MessageKind.PhoneChanged }, { "no phone", MessageKind.PhoneChanged },
        { "deletion", MessageKind.AccountDeleted },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task REC_28_old_address_hears_of_it_or_nothing_happens(string cause, MessageKind notice)
    {
        using var ada = await Owner.NewAsync(server, "phone_number = '+447700900001', phone_number_verified = true");
        using var app = await ada.SignedInAsync();
        var id = await server.IdOfAsync(ada.Email);
        var act = await PrepareAsync(cause, ada, app);
        var before = await StateAsync(id);
        await using (await RefuseAsync(ada.Email, notice))
        {
            // The notice cannot be written: neither is its cause.
            var failed = await act();
            Assert.True(failed.Status is HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable, failed.ToString());
            Assert.DoesNotContain("refuse", failed.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(before, await StateAsync(id));
            Assert.DoesNotContain(notice, await ada.MessagesAsync());
        }

        Assert.True((int)(await act()).Status is 200 or 204);
        Assert.NotEqual(before, await StateAsync(id));
        Assert.Single(await ada.MessagesAsync(), k => k == notice);
        var letter = await ada.NextLetterOfAsync("Your ");
        Assert.DoesNotContain("token=", letter.Text, StringComparison.Ordinal);
        Assert.Equal(0L, await server.ScalarAsync<long>( // it is worth telling however late
            "SELECT count(*) FROM outbox WHERE recipient = $1 AND kind = $2 AND expires_at IS NOT NULL", ada.Email, (short)notice));
    }

    [Fact]
    public async Task REC_28_nobody_keeps_the_notices_back()
    {
        using var ada = await Owner.NewAsync(server);
        using var app = await ada.SignedInAsync();
        // Mail stands still while an intruder takes the account, and throws it away.
        var evil = await RecoveryTokenTests.ChangeEmailAsync(ada, app);
        await server.ExecuteAsync(
            """
            UPDATE outbox SET state = 1, sent_at = NULL, next_attempt_at = now() + interval '1 hour',
                lease = lease + 1, lease_until = NULL -- what is on its way may not say so any more
            WHERE recipient = $1
            """,
            ada.Email);
        (await app.DeleteAsync("")).Is(HttpStatusCode.NoContent);

        Assert.Equal([MessageKind.EmailChanged], await ada.MessagesAsync());
        Assert.Equal(1L, await server.ScalarAsync<long>(
            "SELECT count(*) FROM outbox WHERE recipient = $1 AND state = 1 AND user_id IS NULL", ada.Email));
        Assert.Equal(MessageKind.AccountDeleted, Assert.Single(await ada.MessagesAsync(evil))); // the code that was sent there is gone
    }

    [Fact]
    public async Task REC_28_no_cooldown_swallows_a_notice()
    {
        using var ada = await Owner.NewAsync(server);
        for (var i = 0; i < 3; i++)
        {
            using var app = await ada.SignedInAsync($"Correct-Horse-{7 + i}");
            var change = new { current_password = $"Correct-Horse-{7 + i}", new_password = $"Correct-Horse-{8 + i}" };
            (await app.PostAsync("password/change", change)).Is(HttpStatusCode.NoContent);
        }

        Assert.Equal(Enumerable.Repeat(MessageKind.PasswordChanged, 3), await ada.MessagesAsync());
    }

    /// <summary>Does all that comes before.</summary>
    private static async Task<Func<Task<Reply>>> PrepareAsync(string cause, Owner ada, SignedInApp app)
    {
        switch (cause)
        {
            case "reset":
                var token = await ada.ResetTokenAsync();
                return () => ada.ResetAsync(token);
            case "password":
                var change = new { current_password = StandardServer.Password, new_password = Owner.NewPassword };
                return () => app.PostAsync("password/change", change);
            case "email":
                var email = Owner.NewAddress();
                (await app.PatchAsync("profile", new { email })).Is(HttpStatusCode.OK);
                var code = (await ada.NextLetterAsync(email)).Code;
                return () => app.PostAsync("profile/email/verify", new { code });
            case "phone":
                var phone = AccountServer.NewPhone();
                (await app.PatchAsync("profile", new { phone_number = phone })).Is(HttpStatusCode.OK);
                var text = (await ada.NextLetterAsync(phone)).Code;
                return () => app.PostAsync("profile/phone/verify", new { code = text });
            case "no phone":
                return () => app.PatchAsync("profile", new { phone_number = (string?)null });
            default:
                return () => app.DeleteAsync("");
        }
    }

    /// <summary>What of the account must not change by half.</summary>
    private Task<string> StateAsync(Guid id) => server.ScalarAsync<string>(
        """
        SELECT coalesce((SELECT concat_ws(' ', email, phone_number, password_hash, epoch) FROM users WHERE id = $1), 'gone')
        """,
        id);

    /// <summary>Lets the database refuse messages of a kind to an address, for as long as it is kept.</summary>
    private async Task<IAsyncDisposable> RefuseAsync(string email, MessageKind kind)
    {
        var name = "refuse_" + email.Split('@')[0];
        await server.ExecuteAsync(
            $"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE TRIGGER {name} BEFORE INSERT ON outbox FOR EACH ROW
                WHEN (NEW.recipient = '{email}' AND NEW.kind = {(short)kind}) EXECUTE FUNCTION {name}();
            """);
        return new Undo(server, $"DROP FUNCTION {name}() CASCADE");
    }

    private sealed class Undo(StandardServer server, string sql) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await server.ExecuteAsync(sql);
    }
}
