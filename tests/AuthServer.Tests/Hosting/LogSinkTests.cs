using System.Net;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>What becomes of the service when nobody takes its log.</summary>
public sealed class LogSinkTests(StandardServer server) : IClassFixture<StandardServer>
{
    // A refused request writes some ten lines at this level; the pipe holds some hundreds, the queue as many as it is told to.
    private const int Requests = 400;

    [Fact]
    public async Task LOG_07_service_goes_on_while_nobody_reads_the_log_and_says_how_much_was_lost()
    {
        await using var node = await server.StartNodeAsync(
            ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"), ("Logging:Console:MaxQueueLength", "500"));
        using var desk = new Desk(node.Address);
        node.StopReading();
        try
        {
            for (var i = 0; i < Requests; i++)
                await desk.Channel.TokenAsync(ClientLogin.Basic("machine", "wrong"), ("grant_type", "client_credentials"));
            Assert.Equal(HttpStatusCode.OK, (await desk.MachineAsync("machine")).Status);
        }
        finally
        {
            node.ReadAgain();
        }

        // It is said with the first line that there is room for.
        await Eventually.TrueAsync(async () => (await desk.MachineAsync("machine")).Status == HttpStatusCode.OK
            && node.Log.Contains("message(s) dropped because of queue size limit", StringComparison.Ordinal));
    }
}
