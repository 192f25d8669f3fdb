using System.Diagnostics;
using System.Text.Json;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Npgsql;
using Xunit;

namespace AuthServer.Tests.Commands;

/// <summary>Each command, run as an operator runs it: the server's own program, beside a server that serves.</summary>
public sealed class CommandTests(StandardServer server) : IClassFixture<StandardServer>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commands-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Validate_says_every_error_with_file_line_path_and_nearest_name_and_asks_no_database()
    {
        await WriteAsync("good.json", """{"scopes":[{"name":"a"}]}""");
        await WriteAsync("bad.json", """
            {
              "scopes": [ { "name": "b", "descriptio": "x" } ],
              "clients": [ { "client_id": "w", "client_nam": "x", "grant_types": [], "response_types": [] } ]
            }
            """);
        var nowhere = ("ConnectionStrings:Default", "Host=127.0.0.1;Port=1;Database=none;Username=none");
        (await RunAsync(["validate", "good.json"], nowhere)).Is(0, "No errors.");
        var refused = (await RunAsync(["validate", "good.json", "bad.json", "missing.json"], nowhere)).Is(1, "");
        Assert.Equal(3, refused.Errors.Length);
        Assert.Contains(refused.Errors, e => e.StartsWith("bad.json:2: scopes[0].descriptio", StringComparison.Ordinal) && e.Contains("'description'", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, e => e.StartsWith("bad.json:3: clients[0].client_nam", StringComparison.Ordinal) && e.Contains("'client_name'", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, e => e.StartsWith("missing.json: cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_plan_apply_diff_changes_and_rollback_do_what_they_say()
    {
        var before = await RunAsync(["export"]);
        Assert.Equal((0, 0), (before.Code, before.Errors.Length));
        await WriteAsync("before.json", before.Output);
        (await RunAsync(["validate", "before.json"])).Is(0, "No errors.");
        (await RunAsync(["plan", "before.json", "--prune"])).Is(0, "No differences.");
        (await RunAsync(["diff", "before.json"])).Is(0, "No differences.");
        (await RunAsync(["apply", "before.json"])).Is(0, "Nothing to do.");

        await WriteAsync("next.json", """{"clients":[{"client_id":"two","redirect_uris":["https://app.example/cb"]}],"roles":["auditor"]}""");
        var plan = (await RunAsync(["plan", "next.json"])).Is(2, "+ roles auditor: created");
        Assert.Contains("~ clients two: updated", plan.Output, StringComparison.Ordinal);
        Assert.Contains("! Client 'two': sign-ins that return to https://app.example/cb2 are refused.", plan.Output, StringComparison.Ordinal);
        (await RunAsync(["diff", "next.json"])).Is(2, "~ clients two: updated");
        var json = JsonDocument.Parse((await RunAsync(["plan", "next.json", "--json"])).Is(2, "").Output).RootElement;
        var id = json.GetProperty("id").GetString()!;
        (await RunAsync(["apply", "next.json", "--plan", "0123"])).Is(1, "");
        var applied = JsonDocument.Parse((await RunAsync(["apply", "next.json", "--plan", id, "--reason", "By hand.", "--json"])).Is(0, "").Output).RootElement;
        var number = applied.GetProperty("change").GetProperty("number").GetInt64();
        Assert.Equal("operator", applied.GetProperty("change").GetProperty("by").GetProperty("kind").GetString());
        Assert.Equal(json.GetProperty("becomes").GetString(), applied.GetProperty("revision").GetString());
        (await RunAsync(["apply", "next.json", "--plan", id])).Is(1, "");

        var list = (await RunAsync(["changes"])).Is(0, "By hand.");
        Assert.StartsWith($"{number} ", list.Output, StringComparison.Ordinal);
        (await RunAsync(["diff", $"{number - 1}", $"{number}"])).Is(2, "+ roles auditor: created");
        (await RunAsync(["rollback", $"{number - 1}", "--dry-run"])).Is(2, "- roles auditor: deleted");
        (await RunAsync(["rollback", $"{number - 1}"])).Is(0, "rolled back");
        Assert.Equal(before.Output, (await RunAsync(["export"])).Output);
        (await RunAsync(["rollback", "4711"])).Is(1, "");
        (await RunAsync(["export", "--output", "file.json"])).Is(0, "");
        Assert.Equal(before.Output, await File.ReadAllTextAsync(Path.Combine(_folder, "file.json")));
    }

    [Fact]
    public async Task Plan_and_apply_refuse_with_every_reason_at_once()
    {
        await WriteAsync("bad.json", """{"roles":["a b"],"clients":[{"client_id":"x","client_nam":"y"}],"registration":[{"kind":"k","role":"nobody"}]}""");
        Assert.Equal(4, (await RunAsync(["plan", "bad.json"])).Is(1, "").Errors.Length);
        Assert.Equal(4, (await RunAsync(["apply", "bad.json"])).Is(1, "").Errors.Length);
    }

    [Fact]
    public async Task Wrong_use_and_a_database_that_is_not_there_are_told_in_words()
    {
        Assert.NotEmpty((await RunAsync(["rollback", "yesterday"])).Is(1, "").Errors);
        Assert.NotEmpty((await RunAsync(["plan", "--prun"])).Is(1, "").Errors);
        Assert.NotEmpty((await RunAsync(["rolback", "3"])).Is(1, "").Errors); // and no server starts
        var gone = (await RunAsync(["export"], ("ConnectionStrings:Default", "Host=127.0.0.1;Port=1;Database=none;Username=none"))).Is(1, "");
        Assert.StartsWith("The database does not answer", Assert.Single(gone.Errors), StringComparison.Ordinal);
        await using var empty = await TestDatabase.CreateEmptyAsync();
        var old = (await RunAsync(["export"], ("ConnectionStrings:Default", empty.ConnectionString))).Is(1, "");
        Assert.Contains("not of this build", Assert.Single(old.Errors), StringComparison.Ordinal);
        (await RunAsync(["--help"])).Is(0, "rollback");
    }

    [Fact]
    public async Task Restored_ends_everything_on_every_node()
    {
        await using var own = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.StartAsync(own.ConnectionString, [("Keys:EncryptionSecret", server.EncryptionSecret)],
            """{"clients":[{"client_id":"machine","client_secret":"a-secret-of-the-machine","grant_types":["client_credentials"],"response_types":[],"introspection":"all"}]}""");
        using var channel = new BackChannel(node.Address);
        var machine = ClientLogin.Basic("machine", "a-secret-of-the-machine");
        var token = (await channel.TokenAsync(machine, ("grant_type", "client_credentials")))["access_token"]!;
        Assert.Equal("True", (await channel.PostAsync("/connect/introspect", machine, ("token", token)))["active"]);
        (await RunAsync(["restored"], ("ConnectionStrings:Default", own.ConnectionString))).Is(0, "has ended");
        await Eventually.TrueAsync(async () =>
            (await channel.PostAsync("/connect/introspect", machine, ("token", token)))["active"] == "False");
        await using var database = NpgsqlDataSource.Create(own.ConnectionString);
        await using var told = database.CreateCommand("SELECT count(*) FROM audit_events WHERE action = 'revoked' AND actor_kind = 4");
        Assert.Equal(1L, await told.ExecuteScalarAsync());
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);

    private async Task<Ran> RunAsync(string[] arguments, params (string Name, string Value)[] settings)
    {
        var info = new ProcessStartInfo(Repository.ServerCommand[0], [.. Repository.ServerCommand[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        (string, string)[] own =
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("ConnectionStrings:Default", server.ConnectionString),
            ("Keys:EncryptionSecret", server.EncryptionSecret), ("DOTNET_CLI_UI_LANGUAGE", "en"),
        ];
        foreach (var (name, value) in own.Concat(settings))
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(info)!; // a new process, always
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new Ran(string.Join(' ', arguments), process.ExitCode, await output,
            (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private sealed record Ran(string Command, int Code, string Output, string[] Errors)
    {
        public Ran Is(int code, string said)
        {
            Assert.True(Code == code, $"{Command}: {Code}\n{Output}\n{string.Join('\n', Errors)}");
            Assert.Contains(said, Output, StringComparison.Ordinal);
            return this;
        }
    }
}
