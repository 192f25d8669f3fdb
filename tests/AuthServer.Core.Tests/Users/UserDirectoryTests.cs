using System.Text.Json;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Users;

public sealed class UserDirectoryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string[] UserAndAdmin = ["user", "admin"];

    [Fact]
    public async Task User_is_made_once_and_stays_as_it_was()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync(with: u => u with { Name = "Ada" });

        var again = await node.CreateUserAsync(new NewUser { Email = email.ToUpperInvariant(), Name = "Eve", Password = "x" });

        Assert.IsType<UserCreation.Exists>(again);
        Assert.Equal("Ada", await node.ScalarAsync<string>("SELECT name FROM users WHERE id = $1", id));
    }

    [Fact]
    public async Task Of_thirty_registrations_of_one_address_at_once_one_wins()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var name = Guid.CreateVersion7().ToString("N");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => node.CreateUserAsync(
            new NewUser { Email = i % 2 == 0 ? $"{name}@exämple.org" : $"{name.ToUpperInvariant()}@XN--EXMPLE-CUA.org" })));

        Assert.Single(outcomes, o => o is UserCreation.Created);
        Assert.Equal(29, outcomes.Count(o => o is UserCreation.Exists));
    }

    [Fact]
    public async Task Role_that_does_not_exist_is_named_and_nobody_is_made()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var email = $"{Guid.CreateVersion7():N}@example.org";

        var outcome = await node.CreateUserAsync(new NewUser { Email = email, Roles = ["nobody"] });

        Assert.Equal(new UserCreation.UnknownRole("nobody"), outcome);
        Assert.Equal(0, await node.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", email));
    }

    [Fact]
    public async Task Roles_are_made_once_however_many_nodes_declare_them()
    {
        await using var node = database.PeopleNode(new FakeClock());

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.EnsureRolesAsync("supplier", "Supplier")));

        Assert.Equal(2, await node.ScalarAsync<long>("SELECT count(*) FROM roles WHERE lower(name) = 'supplier'"));
    }

    [Fact]
    public async Task Epochs_are_never_given_twice()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => node.AddPersonAsync()));

        var distinct = await node.ScalarAsync<long>(
            "SELECT count(DISTINCT epoch) FROM users WHERE id = ANY ($1)", ids.Select(i => i.Id).ToArray());

        Assert.Equal(5, distinct);
    }

    [Fact]
    public async Task Identitys_managers_work_on_our_tables()
    {
        await using var node = database.PeopleNode(new FakeClock());
        await node.EnsureRolesAsync("user", "admin");
        var (id, email) = await node.AddPersonAsync(with: u => u with
        {
            Roles = UserAndAdmin,
            Profile = new Dictionary<string, JsonElement> { ["company_name"] = JsonSerializer.SerializeToElement("Acme") },
        });
        await using var scope = node.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();

        var user = await users.FindByEmailAsync(email.ToUpperInvariant());

        Assert.NotNull(user);
        Assert.Equal(id, user.Id);
        Assert.Equal(id, (await users.FindByNameAsync(email))?.Id);
        Assert.Equal(UserAndAdmin.Order(), (await users.GetRolesAsync(user)).Order());
        Assert.True(await users.CheckPasswordAsync(user, People.Password));
        var passkey = new UserPasskeyInfo([1, 2], [3], DateTimeOffset.UnixEpoch, 7, ["internal"], true, true, false, [4], [5]);
        Assert.True((await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded);
        Assert.Equal(7u, (await users.GetPasskeyAsync(user, [1, 2]))?.SignCount);
        Assert.Equal(id, (await users.FindByPasskeyIdAsync([1, 2]))?.Id);
        var twin = new User(EmailAddress.TryParse(email.ToUpperInvariant())!, DateTimeOffset.UnixEpoch); // an address, as above
        Assert.False((await users.CreateAsync(twin)).Succeeded);
    }
}
