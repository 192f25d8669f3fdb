using System.Globalization;
using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>Groups of mobile numbers.</summary>
[Collection(AccountCollection.Name)]
public sealed class GroupTests(AccountServer server)
{
    private readonly Mailbox _mailbox = new(server.Node);

    [Fact]
    public async Task Group_is_made_read_and_removed()
    {
        using var ada = await server.NewSignedInAsync();
        var made = (await ada.PostAsync("groups", new { name = " Family " })).Is(HttpStatusCode.Created);
        Assert.Equal("Family", made["name"]);
        Assert.Equal(made.Text, (await ada.GetAsync($"groups/{made["id"]}")).Text);
        Assert.Equal(made["id"], (await ada.GetAsync("groups")).Json.GetProperty("items")[0].GetProperty("id").GetString());
        (await ada.DeleteAsync($"groups/{made["id"]}")).Is(HttpStatusCode.NoContent);
        (await ada.DeleteAsync($"groups/{made["id"]}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Number_is_verified_by_the_code_that_is_sent_there()
    {
        using var ada = await server.NewSignedInAsync();
        var group = (await ada.PostAsync("groups", new { name = "Family" }))["id"];
        var phone = AccountServer.NewPhone();
        var numbers = $"groups/{group}/mobile-numbers";
        var added = (await ada.PostAsync(numbers, new { phone_number = phone.Insert(5, "-"), name = "Grandma" })).Is(HttpStatusCode.Created);
        Assert.Equal(phone, added["phone_number"]);
        Assert.False(added.Json.GetProperty("verified").GetBoolean());
        (await ada.PostAsync(numbers, new { phone_number = phone, name = "Again" })).IsProblem(HttpStatusCode.Conflict, "already_exists");

        var code = (await _mailbox.NextAsync(phone)).Code;
        var wrong = code == "000000" ? "000001" : "000000";
        (await ada.PostAsync($"{numbers}/{added["id"]}/verify", new { code = wrong })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        var verified = (await ada.PostAsync($"{numbers}/{added["id"]}/verify", new { code })).Is(HttpStatusCode.OK);
        Assert.True(verified.Json.GetProperty("verified").GetBoolean());
        Assert.Equal(verified.Text, (await ada.GetAsync($"{numbers}/{added["id"]}")).Text);
        Assert.Single((await ada.GetAsync(numbers)).Json.GetProperty("items").EnumerateArray());

        (await ada.DeleteAsync($"{numbers}/{added["id"]}")).Is(HttpStatusCode.NoContent);
        (await ada.GetAsync($"{numbers}/{added["id"]}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Number_that_was_not_verified_gets_another_code_after_the_cooldown()
    {
        using var ada = await server.NewSignedInAsync();
        var numbers = $"groups/{(await ada.PostAsync("groups", new { name = "Family" }))["id"]}/mobile-numbers";
        var wanted = new { phone_number = AccountServer.NewPhone(), name = "Grandma" };
        var id = (await ada.PostAsync(numbers, wanted))["id"];
        var first = (await _mailbox.NextAsync(wanted.phone_number)).Code;
        await server.EndCooldownAsync(wanted.phone_number);
        Assert.Equal(id, (await ada.PostAsync(numbers, wanted)).Is(HttpStatusCode.Created)["id"]);
        var second = (await _mailbox.NextAsync(wanted.phone_number, m => m.Code != first)).Code;
        (await ada.PostAsync($"{numbers}/{id}/verify", new { code = second })).Is(HttpStatusCode.OK);
        await server.EndCooldownAsync(wanted.phone_number);
        (await ada.PostAsync(numbers, wanted)).IsProblem(HttpStatusCode.Conflict, "already_exists");
    }

    [Fact]
    public async Task Removing_a_number_gives_neither_another_text_nor_more_guesses()
    {
        using var ada = await server.NewSignedInAsync();
        using var eve = await server.NewSignedInAsync();
        var numbers = $"groups/{(await ada.PostAsync("groups", new { name = "Family" }))["id"]}/mobile-numbers";
        var wanted = new { phone_number = AccountServer.NewPhone(), name = "Grandma" };
        var id = (await ada.PostAsync(numbers, wanted))["id"];
        var code = (await _mailbox.NextAsync(wanted.phone_number)).Code;

        (await ada.DeleteAsync($"{numbers}/{id}")).Is(HttpStatusCode.NoContent);
        var refused = (await ada.PostAsync(numbers, wanted)).IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 30);
        var hers = $"groups/{(await eve.PostAsync("groups", new { name = "Hers" }))["id"]}/mobile-numbers";
        (await eve.PostAsync(hers, wanted)).IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");

        for (var round = 0; round < 2; round++)
        {
            await server.EndCooldownAsync(wanted.phone_number);
            id = (await ada.PostAsync(numbers, wanted)).Is(HttpStatusCode.Created)["id"];
            var sent = code;
            code = (await _mailbox.NextAsync(wanted.phone_number, m => m.Code != sent)).Code;
            for (var guess = 0; guess < 2 + round; guess++)
                (await ada.PostAsync($"{numbers}/{id}/verify", new { code = code == "000000" ? "000001" : "000000" })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
            (await ada.DeleteAsync($"{numbers}/{id}")).Is(HttpStatusCode.NoContent);
        }

        await server.EndCooldownAsync(wanted.phone_number);
        refused = (await ada.PostAsync(numbers, wanted)).IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 3000, 3600);
    }

    [Fact]
    public async Task Group_of_somebody_else_is_not_there()
    {
        using var ada = await server.NewSignedInAsync();
        using var eve = await server.NewSignedInAsync();
        var group = (await ada.PostAsync("groups", new { name = "Family" }))["id"];
        var phone = AccountServer.NewPhone();
        var number = (await ada.PostAsync($"groups/{group}/mobile-numbers", new { phone_number = phone, name = "Grandma" }))["id"];
        var code = (await _mailbox.NextAsync(phone)).Code;

        foreach (var call in new[] { $"groups/{group}", $"groups/{group}/mobile-numbers", $"groups/{group}/mobile-numbers/{number}" })
            (await eve.GetAsync(call)).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await eve.DeleteAsync($"groups/{group}/mobile-numbers/{number}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await eve.DeleteAsync($"groups/{group}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await eve.PostAsync($"groups/{group}/mobile-numbers", new { phone_number = AccountServer.NewPhone(), name = "Eve" }))
            .IsProblem(HttpStatusCode.NotFound, "not_found");
        (await eve.PostAsync($"groups/{group}/mobile-numbers/{number}/verify", new { code })).IsProblem(HttpStatusCode.NotFound, "not_found");
        // Nor through a group of one's own.
        var own = (await eve.PostAsync("groups", new { name = "Mine" }))["id"];
        (await eve.PostAsync($"groups/{own}/mobile-numbers/{number}/verify", new { code })).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await ada.PostAsync($"groups/{group}/mobile-numbers/{number}/verify", new { code })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        using var ada = await server.NewSignedInAsync();
        (await ada.PostAsync("groups", "{}")).Blames("name");
        (await ada.PostAsync("groups", new { name = new string('a', 201) })).Blames("name");
        var group = (await ada.PostAsync("groups", new { name = "Family" }))["id"];
        (await ada.PostAsync($"groups/{group}/mobile-numbers", "{}")).Blames("name", "phone_number");
        (await ada.PostAsync($"groups/{group}/mobile-numbers", new { name = "x", phone_number = "abc" })).Blames("phone_number");
    }

    [Fact]
    public async Task Person_has_fifty_groups_at_most_however_many_are_made_at_once()
    {
        using var ada = await server.NewSignedInAsync();
        for (var i = 0; i < 45; i++)
            (await ada.PostAsync("groups", new { name = $"g{i}" })).Is(HttpStatusCode.Created);
        var at = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => ada.PostAsync("groups", new { name = $"h{i}" })));
        Assert.Equal(5, at.Count(r => r.Status == HttpStatusCode.Created));
        Assert.All(at.Where(r => r.Status != HttpStatusCode.Created), r => r.IsProblem(HttpStatusCode.Conflict, "limit_reached"));
    }
}
