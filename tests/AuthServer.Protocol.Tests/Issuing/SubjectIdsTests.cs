using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Issuing;

/// <summary>What people are called outside.</summary>
public sealed class SubjectIdsTests
{
    private static readonly Guid Ada = new("5f8f4a9e-6b5c-4d2a-9f0e-1c2d3e4f5a6b");
    private static readonly Guid Bob = new("6f8f4a9e-6b5c-4d2a-9f0e-1c2d3e4f5a6b");

    private readonly SubjectIds _ids = new(new TestRing());

    [Fact]
    [Spec("OIDC Core", "8")]
    public void Public_client_knows_people_and_sessions_by_our_ids()
    {
        var client = new Client { Id = "c", Name = "c", Sector = "app.example" };
        Assert.Equal(Ada, _ids.SubjectOf(client, Ada));
        Assert.Equal(Ada, _ids.SessionIdOf(client, Ada));
        var given = Given();
        Assert.Same(given, _ids.Show(client, given));
        Assert.Equal(given.SessionId, given.ShownSessionId);
    }

    [Fact]
    [Spec("OIDC Core", "8.1")]
    public void Sector_has_one_subject_for_a_person_and_each_of_its_clients_a_session_of_its_own()
    {
        Client shop = Pairwise("shop", "app.example"), news = Pairwise("news", "app.example"), bank = Pairwise("bank", "bank.example");
        Assert.Equal(_ids.SubjectOf(shop, Ada), _ids.SubjectOf(news, Ada));
        Assert.NotEqual(_ids.SubjectOf(shop, Ada), _ids.SubjectOf(bank, Ada));
        Assert.NotEqual(_ids.SubjectOf(shop, Ada), _ids.SubjectOf(shop, Bob));
        Assert.Equal(_ids.SessionIdOf(shop, Ada), _ids.SessionIdOf(shop, Ada));
        Assert.NotEqual(_ids.SessionIdOf(shop, Ada), _ids.SessionIdOf(news, Ada));
        Assert.NotEqual(_ids.SessionIdOf(shop, Ada), _ids.SubjectOf(Pairwise("other", "shop"), Ada));
        Assert.DoesNotContain(Ada, new[] { _ids.SubjectOf(shop, Ada), _ids.SessionIdOf(shop, Ada) });
    }

    [Fact]
    [Spec("OIDC Core", "8.1")]
    public void Without_the_key_nobody_finds_the_subject()
    {
        var shop = Pairwise("shop", "app.example");
        Assert.NotEqual(_ids.SubjectOf(shop, Ada), new SubjectIds(new TestRing()).SubjectOf(shop, Ada));
        Assert.Equal(8, _ids.SubjectOf(shop, Ada).Version);
    }

    [Fact]
    public void Pairwise_client_never_sees_our_ids_while_we_still_know_them()
    {
        var client = Pairwise("shop", "app.example");
        var shown = _ids.Show(client, Given());
        Assert.Equal(_ids.SubjectOf(client, Ada).ToString(), shown.Subject);
        Assert.Equal(_ids.SessionIdOf(client, Bob), shown.ShownSessionId);
        Assert.Equal((Ada, Bob), (shown.UserId, shown.SessionId));
    }

    [Fact]
    public void Client_by_itself_keeps_its_name()
    {
        var machine = new Authorization { Subject = "shop", ClientId = "shop", Scopes = ScopeSet.Empty };
        Assert.Same(machine, _ids.Show(Pairwise("shop", "app.example"), machine));
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public void Hint_is_understood_in_the_words_of_its_client()
    {
        var client = Pairwise("shop", "app.example");
        var who = new SignedIn(Ada, Bob, default, [], 1);
        var person = new IdTokenHint(_ids.SubjectOf(client, Ada).ToString(), "shop", null);
        var session = person with { SessionId = _ids.SessionIdOf(client, Bob) };
        Assert.True(new HintedPerson(person, client, _ids).Is(Ada) && new HintedPerson(person, client, _ids).Is(who));
        Assert.True(new HintedPerson(session, client, _ids).Is(who));
        Assert.False(new HintedPerson(session with { SessionId = Bob }, client, _ids).Is(who));
        Assert.False(new HintedPerson(person with { Subject = Ada.ToString() }, client, _ids).Is(Ada));
    }

    private static Authorization Given() => new()
    {
        UserId = Ada,
        Subject = Ada.ToString(),
        ClientId = "shop",
        SessionId = Bob,
        Scopes = ScopeSet.Empty,
    };

    private static Client Pairwise(string id, string sector) =>
        new() { Id = id, Name = id, IsPairwise = true, Sector = sector };
}
