using AuthServer.Core.Declarations;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

public sealed class DeclarationFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("declarations-").FullName;

    [Fact]
    public void Example_of_the_contract_is_read()
    {
        var reading = Read("""
            {
              "branding": { "name": "Acme ID", "logo_uri": "/logo.svg", "accent_color": "#4f46e5", "support_uri": "https://acme.example/help" },
              "scopes":   [ { "name": "orders.read", "description": "Read your orders", "resources": ["https://orders.example"], "claims": ["roles"] } ],
              "roles":    ["user", "supplier", "admin"],
              "registration": [ { "kind": "user", "role": "user" }, { "kind": "supplier", "role": "supplier", "require": ["company_name"] },
                                { "kind": "client", "role": "user", "require": ["company_name"] } ],
              "profile":  [ { "name": "company_name", "type": "string", "max_length": 200, "scope": "profile", "kinds": ["supplier", "client"] },
                            { "name": "client_type", "type": "string", "one_of": ["council", "private"], "kinds": ["client"] } ],
              "users":    [ { "email": "ada@example.org", "password": "Correct-Horse-7", "email_verified": true, "name": "Ada Example", "roles": ["user"] } ],
              "clients":  [ { "client_id": "web", "client_secret": "…", "client_name": "Web shop", "redirect_uris": ["http://localhost:9999/cb"],
                              "post_logout_redirect_uris": ["http://localhost:9999/bye"], "grant_types": ["authorization_code", "refresh_token"],
                              "response_types": ["code"], "token_endpoint_auth_method": "client_secret_basic", "scope": "openid profile email offline_access orders.read",
                              "require_consent": false, "access_token_format": "jwt" } ],
              "providers": [ { "scheme": "corp", "display_name": "Corp SSO", "issuer": "https://sso.corp.example", "client_id": "…", "client_secret": "…" } ]
            }
            """);
        Assert.Empty(reading.Errors);
        Assert.False(reading.Set.IsDemo);
        Assert.Single(reading.Set.Clients);
        Assert.Equal(3, reading.Set.Registration.Count);
        Assert.Equal(2, reading.Set.Profile.Count);
        Assert.DoesNotContain("…", Assert.Single(reading.Set.Providers).Value.Document.Replace("client_id\":\"\\u2026", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"clints":[]}""", "clints", "'clients'")]
    [InlineData("""{"branding":{"nmae":"x"}}""", "branding.nmae", "'name'")]
    [InlineData("""{"scopes":[{"name":"a","descripton":"x"}]}""", "scopes[0].descripton", "'description'")]
    [InlineData("""{"registration":[{"kind":"user","rol":"user","role":"user"}]}""", "registration[0].rol", "'role'")]
    [InlineData("""{"profile":[{"name":"a","maxlength":3}]}""", "profile[0].maxlength", "'max_length'")]
    [InlineData("""{"users":[{"email":"a@b.example","pasword":"x"}]}""", "users[0].pasword", "'password'")]
    [InlineData("""{"clients":[{"client_id":"a","grant_types":[]},{"client_id":"b","redirect_uri":"x","grant_types":[]}]}""", "clients[1].redirect_uri", "'redirect_uris'")]
    [InlineData("""{"providers":[{"scheme":"a","issuer":"https://a.example","client_id":"x","isuer":"x"}]}""", "providers[0].isuer", "'issuer'")]
    public void Misspelt_member_names_file_path_line_and_nearest_name(string text, string path, string nearest)
    {
        var error = Assert.Single(Read("\n" + text).Errors);
        Assert.Equal("d.json", error.File);
        Assert.Equal(path, error.Path);
        Assert.Equal(2, error.Line);
        Assert.Contains(nearest, error.Text, StringComparison.Ordinal);
        Assert.StartsWith($"d.json:2: {path}: ", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"demo":"yes"}""", "demo")]
    [InlineData("""{"branding":[]}""", "branding")]
    [InlineData("""{"branding":{"accent_color":"red"}}""", "branding.accent_color")]
    [InlineData("""{"branding":{"logo_uri":"javascript:x"}}""", "branding.logo_uri")]
    [InlineData("""{"scopes":{}}""", "scopes")]
    [InlineData("""{"scopes":["a"]}""", "scopes[0]")]
    [InlineData("""{"scopes":[{"description":"x"}]}""", "scopes[0].name")]
    [InlineData("""{"scopes":[{"name":"a b"}]}""", "scopes[0].name")]
    [InlineData("""{"scopes":[{"name":"a","resources":["x"]}]}""", "scopes[0].resources[0]")]
    [InlineData("""{"scopes":[{"name":"a"},{"name":"a","description":"other"}]}""", "scopes[1].name")]
    [InlineData("""{"roles":[1]}""", "roles[0]")]
    [InlineData("""{"roles":["two words"]}""", "roles[0]")]
    [InlineData("""{"registration":[{"kind":"User","role":"user"}]}""", "registration[0].kind")]
    [InlineData("""{"registration":[{"kind":"a","role":"usr"}]}""", "registration[0].role")]
    [InlineData("""{"registration":[{"kind":"a","role":"user","require":["shoe_size"]}]}""", "registration[0].require")]
    [InlineData("""{"profile":[{"name":"a","type":"text"}]}""", "profile[0].type")]
    [InlineData("""{"profile":[{"name":"a","max_length":0}]}""", "profile[0].max_length")]
    [InlineData("""{"profile":[{"name":"a","scope":"profil"}]}""", "profile[0].scope")]
    [InlineData("""{"profile":[{"name":"a","kinds":["b"]}]}""", "profile[0].kinds")]
    [InlineData("""{"users":[{"email":"nobody"}]}""", "users[0].email")]
    [InlineData("""{"users":[{"password":"x"}]}""", "users[0].email")]
    [InlineData("""{"users":[{"email":"a@b.example","email_verified":"true"}]}""", "users[0].email_verified")]
    [InlineData("""{"users":[{"email":"a@b.example","roles":["boss"]}]}""", "users[0].roles")]
    [InlineData("""{"users":[{"email":"a@b.example","roles":"user"}]}""", "users[0].roles")]
    [InlineData("""{"users":[{"email":"a@b.example","phone_number":"0123"}]}""", "users[0].phone_number")]
    [InlineData("""{"clients":[{"grant_types":[]}]}""", "clients[0].client_id")]
    [InlineData("""{"clients":[{"client_id":"a b","grant_types":[]}]}""", "clients[0].client_id")]
    [InlineData("""{"clients":[{"client_id":"a"}]}""", "clients[0].redirect_uris")]
    [InlineData("""{"clients":[{"client_id":"a","client_secret":"s","token_endpoint_auth_method":"none","grant_types":[]}]}""", "clients[0].client_secret")]
    [InlineData("""{"clients":[{"client_id":"a","client_secret":7,"grant_types":[]}]}""", "clients[0].client_secret")]
    [InlineData("""{"providers":[{"scheme":"a","client_id":"x"}]}""", "providers[0].issuer")]
    [InlineData("""{"providers":[{"scheme":"a","client_id":"x","issuer":"http://a.example"}]}""", "providers[0].issuer")]
    public void Wrong_value_names_its_path(string text, string path) => Assert.Equal(path, Assert.Single(Read(text).Errors).Path);

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"roles\": [\"user\"", 2)]
    [InlineData("{\n\n\"roles\": user }", 3)]
    public void Text_that_is_no_JSON_is_told_with_its_line(string text, int line)
    {
        var error = Assert.Single(Read(text).Errors);
        Assert.Equal("", error.Path);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void Member_that_stands_there_twice_is_an_error() =>
        Assert.Single(Read("""{"roles":["user"],"roles":["admin"]}""").Errors);

    [Fact]
    public void Several_files_merge_and_a_contradiction_names_both()
    {
        Write("a.json", """{"scopes":[{"name":"one"}],"roles":["user"]}""");
        Write("b.json", """{"scopes":[{"name":"two"},{"name":"one"}],"roles":["user","boss"]}""");
        var reading = Files(["a.json", "b.json"]).Read();
        Assert.Empty(reading.Errors);
        Assert.Equal(["one", "two"], reading.Set.Scopes.Select(s => s.Key));
        Assert.Equal(["user", "boss"], reading.Set.Roles.Select(s => s.Key).Distinct());

        Write("b.json", """{"scopes":[{"name":"one","description":"Other"}]}""");
        var error = Assert.Single(Files(["a.json", "b.json"]).Read().Errors);
        Assert.Equal("b.json", error.File);
        Assert.Contains("a.json", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_named_but_missing_is_an_error()
    {
        var error = Assert.Single(Files(["none.json"]).Read().Errors);
        Assert.Equal("none.json", error.File);
    }

    [Fact]
    public void Default_file_may_be_missing_and_is_found_beside_the_app()
    {
        Assert.Empty(Files(null).Read().Errors);
        Write("declarations.json", """{"roles":["found"]}""");
        Assert.Equal("found", Assert.Single(Files(null).Read().Set.Roles).Key);
    }

    [Fact]
    public void Demo_is_recognised_and_refused_where_it_may_not_be()
    {
        Write("d.json", """{"demo":true,"users":[{"email":"Ada@Example.org","password":"x"}]}""");
        var reading = Files(["d.json"]).Read();
        Assert.True(reading.Set.IsDemo);
        Assert.Equal([("Ada@Example.org", "x")], reading.Set.DemoAccounts);

        var refused = new DeclarationFiles(Options.Create(
            new DeclarationsOptions { Folder = _folder, Paths = ["d.json"], RefusesDemo = true })).Read();
        Assert.Equal("demo", Assert.Single(refused.Errors).Path);
    }

    [Fact]
    public void Errors_tell_no_secret()
    {
        var error = Assert.Single(Read(
            """{"clients":[{"client_id":"a","client_secret":"top-secret","token_endpoint_auth_method":"none","grant_types":[]}]}""").Errors);
        Assert.DoesNotContain("top-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_changes_with_a_file()
    {
        Write("d.json", "{}");
        var files = Files(["d.json"]);
        var before = files.Fingerprint();
        Assert.Equal(before, files.Fingerprint());
        Write("d.json", """{"roles":[]}""");
        Assert.NotEqual(before, files.Fingerprint());
    }

    [Fact]
    public void Demo_that_is_shipped_with_the_source_is_without_errors()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Auth.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("no Auth.sln above the tests");
        var reading = Files([Path.Combine(root, "src", "AuthServer", "declarations.json")]).Read();
        Assert.Empty(reading.Errors);
        Assert.True(reading.Set.IsDemo);
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private DeclarationReading Read(string text)
    {
        Write("d.json", text);
        return Files(["d.json"]).Read();
    }

    private DeclarationFiles Files(IReadOnlyList<string>? paths) =>
        new(Options.Create(new DeclarationsOptions { Folder = _folder, Paths = paths }));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
