using AuthServer.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Data;

public sealed class DatabaseOptionsTests
{
    [Fact]
    public void Password_needs_no_escaping()
    {
        const string Password = "a;b'c\"d=e f;Host=evil";
        var built = Bind(
            ("Database:Host", "db.example"), ("Database:Name", "auth"), ("Database:User", "auth"),
            ("Database:Password", Password)).Build();

        var read = new NpgsqlConnectionStringBuilder(built.ConnectionString);
        Assert.Equal(Password, read.Password);
        Assert.Equal("db.example", read.Host);
        Assert.Equal(5432, read.Port);
    }

    [Fact]
    public void Socket_directory_stands_in_place_of_a_host()
    {
        var built = Bind(("Database:SocketDirectory", "/cloud/db-1"), ("Database:Host", "ignored")).Build();
        Assert.Equal("/cloud/db-1", built.Host);
    }

    [Fact]
    public void Connection_string_wins_over_parts_and_over_our_defaults()
    {
        var built = Bind(
            ("ConnectionStrings:Default", "Host=a;Max Auto Prepare=0;Maximum Pool Size=7"), ("Database:Host", "b")).Build();
        Assert.Equal("a", built.Host);
        Assert.Equal(0, built.MaxAutoPrepare);
        Assert.Equal(7, built.MaxPoolSize);
    }

    [Fact]
    public void Prepared_statements_are_on_by_default() =>
        Assert.True(Bind(("ConnectionStrings:Default", "Host=a")).Build().MaxAutoPrepare > 0);

    [Fact]
    public void Nothing_configured_is_said_clearly()
    {
        var options = Bind();
        Assert.False(options.IsConfigured);
        Assert.Contains("ConnectionStrings:Default", Assert.Throws<SettingException>(options.Build).Message,
            StringComparison.Ordinal);
    }

    private static DatabaseOptions Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build();
        using var services = new ServiceCollection().AddLogging().AddData(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
    }
}
