using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Walk;
using Npgsql;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>LOG-04: what people do, and what is done to them, each leaves one event.</summary>
[Collection(AccountCollection.Name)]
public sealed class AuditEventTests(AccountServer server)
{
    [Fact]
    public async Task LOG_04_Registration_verification_sign_in_and_sign_out()
    {
        using var owner = await Owner.Nobody(server).RegisterAsync();
        var id = await server.IdOfAsync(owner.Email);
        (await owner.App.VerifyAsync(owner.Email, (await owner.NextLetterAsync()).Code)).Is(HttpStatusCode.OK);
        using var browser = new Person(server, owner.Email);
        await browser.TokensAsync("trusted");
        await browser.SignOutAsync();
        await SaysAsync(id, "user.registered user", "user.verified user", "sign_in.succeeded session", "sign_in.succeeded session", "sign_out session");
    }

    [Fact]
    public async Task LOG_04_Passwords_that_are_changed_and_reset()
    {
        using var owner = await Owner.NewAsync(server);
        var id = await server.IdOfAsync(owner.Email);
        (await owner.ResetAsync(await owner.ResetTokenAsync())).Is(HttpStatusCode.NoContent);
        using (var app = await owner.SignedInAsync(Owner.NewPassword))
        {
            (await app.PostAsync("password/change", new { current_password = Owner.NewPassword, new_password = StandardServer.Password }))
                .Is(HttpStatusCode.NoContent);
        }

        await SaysAsync(id, "code.sent user", "password.reset user", "sign_in.succeeded session", "password.changed user");
    }

    [Fact]
    public async Task LOG_04_Lock_by_wrong_passwords_and_unlock_by_code()
    {
        using var owner = await Owner.NewAsync(server);
        var id = await server.IdOfAsync(owner.Email);
        for (var i = 0; i < 6; i++)
            await owner.App.TryLoginAsync(owner.Email, "Wrong-Horse-7");
        (await owner.App.PostAsync("unlock/verify", new { email = owner.Email, code = (await owner.AskedAsync("unlock/request")).Code }))
            .Is(HttpStatusCode.NoContent);
        await SaysAsync(id, "sign_in.locked user", "code.sent user", "sign_in.unlocked user");
    }

    [Fact]
    public async Task LOG_04_Consent_given_refused_and_withdrawn()
    {
        using var ada = await Person.NewAsync(server);
        var id = await server.IdOfAsync(ada.Email);
        var client = await server.NewClientAsync("web");
        await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(await ada.WalkToConsentAsync(client), ("decision", "deny")));
        await ada.TokensAsync(client);
        using var shop = server.NewApp();
        using var app = new SignedInApp(shop, ada.Email, await shop.LoginAsync(ada.Email, StandardServer.Password));
        (await app.DeleteAsync($"apps/{client}")).Is(HttpStatusCode.NoContent);
        await SaysAsync(
            id, "sign_in.succeeded session", "consent.refused client", "consent.given client", "sign_in.succeeded session", "consent.withdrawn client");
    }

    [Fact]
    public async Task LOG_04_Code_that_is_replayed_and_refresh_token_that_is_reused()
    {
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted");
        var code = await ada.CodeAsync(client);
        (await Person.RedeemAsync(server, client, code)).Is(HttpStatusCode.OK);
        for (var i = 0; i < 3; i++)
            (await Person.RedeemAsync(server, client, code)).Is(HttpStatusCode.BadRequest);
        await SaysByAsync(client, "code.replayed authorization");

        var tokens = await ada.TokensAsync(client);
        var first = tokens["refresh_token"]!;
        var second = (await desk.RefreshAsync(client, first)).Is(HttpStatusCode.OK)["refresh_token"]!;
        (await desk.RefreshAsync(client, second)).Is(HttpStatusCode.OK);
        await server.ExecuteAsync(
            "UPDATE authorizations SET rotated_at = rotated_at - interval '1 hour', previously_rotated_at = previously_rotated_at - interval '1 hour' WHERE client_id = $1",
            client);
        for (var i = 0; i < 3; i++)
            (await desk.RefreshAsync(client, first)).Is(HttpStatusCode.BadRequest);
        await SaysByAsync(client, "code.replayed authorization", "refresh_token.reused authorization");
    }

    [Fact]
    public async Task LOG_04_What_the_files_of_the_server_made_is_told_once()
    {
        Assert.Equal(1, await server.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE action = 'configuration.applied' AND actor = 'declarations' AND detail LIKE '%admin-console%'"));
    }

    [Fact]
    public async Task Tokens_that_are_issued_and_looked_at_leave_nothing()
    {
        using var desk = new Desk(server);
        var machine = (await desk.MachineAsync("machine"))["access_token"]!;
        Assert.True(await desk.IsActiveAsync(machine));
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE actor = 'machine'"));
    }

    [Fact]
    public async Task LOG_09_Deleted_person_leaves_events_and_nothing_personal()
    {
        using var app = await server.NewSignedInAsync();
        var id = await server.IdOfAsync(app.Email);
        (await app.GetAsync("export")).Is(HttpStatusCode.OK);
        await SaysAsync(id, "sign_in.succeeded session", "user.exported user");
        Assert.NotEqual(0, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE person = $1 AND personal IS NOT NULL", id));
        (await app.DeleteAsync("")).Is(HttpStatusCode.NoContent);
        await SaysAsync(id, "sign_in.succeeded session", "user.exported user", "user.deleted user");
        Assert.Equal(0, await server.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events e WHERE (person = $1 OR actor = $1::text) AND (personal IS NOT NULL OR salt IS NOT NULL)", id));
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events e WHERE e::text ILIKE '%' || $1 || '%'", app.Email));
    }

    /// <summary>Of a node that ends: it writes down what it has counted.</summary>
    [Fact]
    public async Task LOG_08_A_thousand_failed_sign_ins_are_a_few_events_that_say_how_many()
    {
        var (known, unknown) = (await server.NewUserAsync(), Owner.NewAddress());
        var id = await server.IdOfAsync(known);
        await using (var node = await server.StartNodeAsync(("Lockout:Threshold", "100")))
        {
            using var app = new AppChannel(node.Address, AccountServer.App);
            for (var i = 0; i < 40; i++)
                (await app.TryLoginAsync(known, "Wrong-Horse-7")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            await Parallel.ForAsync(0, 300, async (i, _) => await app.TryLoginAsync($"{i}-{unknown}", "Wrong-Horse-7"));
        }

        var rows = await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE action = 'sign_in.failed' AND person = $1", id);
        Assert.InRange(rows, 1, 2);
        Assert.Equal(40, await server.ScalarAsync<long>(
            "SELECT sum((personal::jsonb -> 'after' ->> 'count')::bigint)::bigint FROM audit_events WHERE action = 'sign_in.failed' AND person = $1", id));
        Assert.InRange(
            await server.ScalarAsync<long>(
                "SELECT coalesce(sum((detail::jsonb -> 'after' ->> 'count')::bigint), 0)::bigint FROM audit_events WHERE action = 'sign_in.failed' AND person IS NULL"),
            300, 100_000);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events e WHERE e::text LIKE '%' || $1 || '%'", unknown));
    }

    /// <summary>What is told about a person, in order, and that each says where from.</summary>
    private async Task SaysAsync(Guid person, params string[] events)
    {
        Assert.Equal(events, await ToldAsync("(person = $1 OR target = $1::text) AND action <> 'sign_in.failed'", person));
        Assert.Equal(0, await server.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE person = $1 AND personal IS NOT NULL AND personal::jsonb ->> 'from' IS NULL AND action <> 'sign_in.failed'",
            person));
    }

    private async Task SaysByAsync(string actor, params string[] events) => Assert.Equal(events, await ToldAsync("actor = $1", actor));

    private async Task<List<string>> ToldAsync(string which, object value)
    {
        await using var command = server.Database.CreateCommand($"SELECT action || ' ' || target_kind FROM audit_events WHERE {which} ORDER BY at, id");
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var row = await command.ExecuteReaderAsync();
        var told = new List<string>();
        while (await row.ReadAsync())
            told.Add(row.GetString(0));
        return told;
    }
}
