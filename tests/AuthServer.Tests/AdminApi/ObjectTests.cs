using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Scopes, roles, providers, ways to register, members of profiles and the branding, by administrators.</summary>
[Collection(AccountCollection.Name)]
public sealed class ObjectTests(AccountServer server)
{
    public static TheoryData<string, string, string> Kinds => new()
    {
        { "scopes", "name", """{"description":"Read invoices","resources":["https://invoices.example"],"claims":["department"]}""" },
        { "providers", "scheme", """{"display_name":"Corp","issuer":"https://sso.corp.example","client_id":"acme","client_secret":"upstream-secret"}""" },
        { "registration-kinds", "kind", """{"role":"user","require":["phone_number"]}""" },
        { "profile-members", "name", """{"type":"string","max_length":40,"one_of":["a","b"],"scope":"profile","kinds":["supplier"]}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Object_is_made_read_replaced_and_removed_with_an_event_each(string path, string key, string body)
    {
        using var admin = await Administrator.NewAsync(server);
        var (name, members) = (NewName(), JsonNode.Parse(body)!.AsObject());
        members[key] = name;
        var made = (await admin.PostAsync(path, members)).Is(HttpStatusCode.Created);
        (await admin.PostAsync(path, members)).IsProblem(HttpStatusCode.Conflict, "already_exists");
        var read = (await admin.GetAsync($"{path}/{name}")).Is(HttpStatusCode.OK);
        Assert.Equal(made.Text, read.Text);
        Assert.Equal(made.Header("ETag"), read.Header("ETag"));
        Assert.DoesNotContain("upstream-secret", read.Text, StringComparison.Ordinal);
        Assert.Contains(name, (await admin.GetAsync($"{path}?q={name}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        // As it was read: nothing changes, and nothing is told of it.
        Assert.Equal(read.Header("ETag"), (await admin.PutAsync($"{path}/{name}", JsonNode.Parse(read.Text)!)).Is(HttpStatusCode.OK).Header("ETag"));
        var other = JsonNode.Parse(read.Text)!.AsObject();
        var (member, value) = path switch
        {
            "scopes" => ("description", "Other"),
            "providers" => ("client_secret", "another-upstream-secret"),
            "registration-kinds" => ("role", "supplier"),
            _ => ("scope", "email"),
        };
        other[member] = value;
        (await admin.PutAsync($"{path}/{name}", other)).Is(HttpStatusCode.OK);
        var refused = await admin.PutAsync($"{path}/{name}", new JsonObject { [key] = "other", ["nonsens"] = 1 });
        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty("nonsens", out _), refused.ToString());
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty(key, out _), refused.ToString());
        (await admin.PutAsync($"{path}/nobody", members)).IsProblem(HttpStatusCode.NotFound, "not_found");

        (await admin.DeleteAsync($"{path}/{name}")).Is(HttpStatusCode.NoContent);
        (await admin.GetAsync($"{path}/{name}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await admin.DeleteAsync($"{path}/{name}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        var told = await server.ScalarAsync<string>(
            "SELECT string_agg(split_part(action, '.', 2), ' ' ORDER BY at, id) FROM audit_events WHERE target = $1", name);
        Assert.Equal("created updated deleted", told);
        var detail = await server.ScalarAsync<string>("SELECT string_agg(detail, ' ') FROM audit_events WHERE target = $1", name);
        Assert.DoesNotContain("upstream-secret", detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ADM_15_Object_that_was_changed_meanwhile_is_not_overwritten(string path, string key, string body)
    {
        using var admin = await Administrator.NewAsync(server);
        var (name, members) = (NewName(), JsonNode.Parse(body)!.AsObject());
        members[key] = name;
        var version = (await admin.PostAsync(path, members)).Is(HttpStatusCode.Created).Header("ETag")!;
        var changed = members.DeepClone().AsObject();
        changed.Remove(members.ContainsKey("require") ? "require" : members.ContainsKey("max_length") ? "max_length" : members.ContainsKey("claims") ? "claims" : "display_name");
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => admin.PutAsync($"{path}/{name}", changed, version)));
        Assert.Single(replies, r => r.Status == HttpStatusCode.OK);
        Assert.Equal(3, replies.Count(r => r.Status == HttpStatusCode.PreconditionFailed));
        (await admin.DeleteAsync($"{path}/{name}", version)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await admin.DeleteAsync($"{path}/{name}", replies.Single(r => r.Status == HttpStatusCode.OK).Header("ETag"))).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Made_scope_can_be_asked_for_at_once_and_its_name_may_be_an_address()
    {
        using var admin = await Administrator.NewAsync(server);
        var scope = $"https://api.example/{NewName()}";
        (await admin.PostAsync("scopes", new JsonObject { ["name"] = scope, ["resources"] = new JsonArray("https://api.example") })).Is(HttpStatusCode.Created);
        var id = await server.NewClientAsync("machine", new JsonObject { ["scope"] = scope });
        using var channel = server.NewBackChannel();
        var granted = await channel.TokenAsync(ClientLogin.Basic(id, StandardServer.Secret), ("grant_type", "client_credentials"));
        Assert.Equal(scope, granted.Is(HttpStatusCode.OK)["scope"]);

        var inUse = await admin.DeleteAsync($"scopes/{Uri.EscapeDataString(scope)}");
        inUse.IsProblem(HttpStatusCode.Conflict, "in_use");
        Assert.Equal(id, inUse.Json.GetProperty("used_by").GetProperty("client")[0].GetString());
        (await admin.DeleteAsync($"clients/{id}")).Is(HttpStatusCode.NoContent);
        (await admin.DeleteAsync($"scopes/{Uri.EscapeDataString(scope)}")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Role_is_made_and_goes_only_when_nobody_has_it()
    {
        using var admin = await Administrator.NewAsync(server);
        var role = NewName();
        (await admin.PostAsync("roles", new { name = role })).Is(HttpStatusCode.Created);
        (await admin.PostAsync("roles", new { name = role })).IsProblem(HttpStatusCode.Conflict, "already_exists");
        Assert.Equal("False", (await admin.GetAsync($"roles/{role}")).Is(HttpStatusCode.OK)["built_in"]);
        var person = await server.IdOfAsync(await server.NewUserAsync(role));
        var kind = NewName();
        (await admin.PostAsync("registration-kinds", new { kind, role })).Is(HttpStatusCode.Created);

        var inUse = await admin.DeleteAsync($"roles/{role}");
        inUse.IsProblem(HttpStatusCode.Conflict, "in_use");
        Assert.Equal(person.ToString(), inUse.Json.GetProperty("used_by").GetProperty("user")[0].GetString());
        Assert.Equal(kind, inUse.Json.GetProperty("used_by").GetProperty("registration_kind")[0].GetString());
        (await admin.DeleteAsync($"registration-kinds/{kind}")).Is(HttpStatusCode.NoContent);
        await server.ExecuteAsync("DELETE FROM user_roles WHERE user_id = $1", person);
        (await admin.DeleteAsync($"roles/{role}")).Is(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("roles/admin")]
    [InlineData("roles/user")]
    [InlineData("roles/admin.clients")]
    [InlineData("scopes/openid")]
    [InlineData("scopes/admin")]
    public async Task What_is_built_in_cannot_go(string path)
    {
        using var admin = await Administrator.NewAsync(server);
        var refused = await admin.DeleteAsync(path);
        refused.IsProblem(HttpStatusCode.Conflict, "in_use");
        Assert.True(refused.Json.GetProperty("used_by").TryGetProperty("server", out _), refused.ToString());
        Assert.Equal("True", (await admin.GetAsync(path)).Is(HttpStatusCode.OK)["built_in"]);
    }

    [Fact]
    public async Task Member_that_a_way_to_register_requires_and_a_way_that_a_member_names_cannot_go()
    {
        using var admin = await Administrator.NewAsync(server);
        var required = await admin.DeleteAsync("profile-members/company_name");
        required.IsProblem(HttpStatusCode.Conflict, "in_use");
        Assert.Equal("supplier", required.Json.GetProperty("used_by").GetProperty("registration_kind")[0].GetString());
        var named = await admin.DeleteAsync("registration-kinds/supplier");
        named.IsProblem(HttpStatusCode.Conflict, "in_use");
        Assert.Equal("company_name", named.Json.GetProperty("used_by").GetProperty("profile_member")[0].GetString());
    }

    [Theory]
    [InlineData("registration-kinds", """{"kind":"x","role":"nobody"}""", "role")]
    [InlineData("registration-kinds", """{"kind":"x","role":"user","require":["shoe_size"]}""", "require")]
    [InlineData("profile-members", """{"name":"x","kinds":["nobody"]}""", "kinds")]
    [InlineData("profile-members", """{"name":"x","scope":"nothing"}""", "scope")]
    [InlineData("profile-members", """{"name":"X Y"}""", "name")]
    [InlineData("scopes", """{"name":"a b"}""", "name")]
    [InlineData("providers", """{"scheme":"x","issuer":"http://sso.example","client_id":"a"}""", "issuer")]
    [InlineData("roles", """{"name":"two words"}""", "name")]
    [InlineData("roles", """{"name":"fine","built_in":true}""", "built_in")]
    public async Task What_files_may_not_say_is_refused_here_too(string path, string body, string member)
    {
        using var admin = await Administrator.NewAsync(server);
        var refused = await admin.PostAsync(path, JsonNode.Parse(body)!);
        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty(member, out _), refused.ToString());
    }

    [Fact]
    public async Task Secret_of_a_provider_goes_with_its_address_and_stays_otherwise()
    {
        using var admin = await Administrator.NewAsync(server);
        var scheme = NewName();
        var body = new JsonObject { ["scheme"] = scheme, ["issuer"] = "https://sso.corp.example", ["client_id"] = "acme", ["client_secret"] = "upstream" };
        Assert.Equal("True", (await admin.PostAsync("providers", body)).Is(HttpStatusCode.Created)["has_secret"]);
        body.Remove("client_secret");
        body["display_name"] = "Corp";
        Assert.Equal("True", (await admin.PutAsync($"providers/{scheme}", body)).Is(HttpStatusCode.OK)["has_secret"]);
        body["issuer"] = "https://collector.example";
        Assert.Equal("False", (await admin.PutAsync($"providers/{scheme}", body)).Is(HttpStatusCode.OK)["has_secret"]);
        (await admin.DeleteAsync($"providers/{scheme}")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task ADM_21_Parameters_of_lists_are_judged()
    {
        using var admin = await Administrator.NewAsync(server);
        foreach (var path in new[] { "scopes", "roles", "providers", "registration-kinds", "profile-members" })
        {
            (await admin.GetAsync($"{path}?sort=1;drop table scopes")).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
            (await admin.GetAsync($"{path}?q=' OR 1=1 --")).Is(HttpStatusCode.OK);
        }

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await admin.GetAsync($"scopes?sort=-name&limit=3&cursor={cursor}")).Is(HttpStatusCode.OK);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()!));
            cursor = page["next_cursor"] ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal(seen.Distinct().OrderDescending(StringComparer.Ordinal), seen);
        Assert.Contains("openid", seen);
        Assert.Contains("orders.read", seen);
    }

    private static string NewName() => $"n{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}";
}
