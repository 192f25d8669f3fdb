using System.Security.Cryptography.X509Certificates;
using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging;
using AuthServer.Core.Messaging.Texts;
using AuthServer.Core.Messaging.Transports;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Core.Tests.Messaging;

public sealed class SmtpTransportTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <summary>docs/mail.md has the same table for people.</summary>
    [Theory]
    [InlineData("r450-", typeof(SendOutcome.Deferred), "RCPT: 450 4.1.1")]
    [InlineData("r451-", typeof(SendOutcome.Deferred), "RCPT: 451 4.1.1")]
    [InlineData("r452-", typeof(SendOutcome.Deferred), "RCPT: 452 4.1.1")]
    [InlineData("r421-", typeof(SendOutcome.Unreachable), "server: 421 4.1.1")]
    [InlineData("r550-", typeof(SendOutcome.Refused), "RCPT: 550 5.1.1")]
    [InlineData("r553-", typeof(SendOutcome.Refused), "RCPT: 553 5.1.1")]
    [InlineData("d421-", typeof(SendOutcome.Unreachable), "server: 421 4.6.0")]
    [InlineData("d451-", typeof(SendOutcome.Deferred), "content: 451 4.6.0")]
    [InlineData("d554-", typeof(SendOutcome.Refused), "content: 554 5.6.0")]
    [InlineData("cut-", typeof(SendOutcome.Deferred), "connection: cut")]
    public async Task OUT_02_each_answer_means_one_thing(string prefix, Type expected, string reason)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var transport = MessageNode.Smtp(server.Port);
        var outcome = await SendAsync(transport, prefix + "ada@example.org");
        Assert.IsType(expected, outcome);
        var said = outcome.ToString();
        Assert.True(said.Contains(reason, StringComparison.Ordinal) || prefix == "cut-", said);
        Assert.DoesNotContain("ada@", said, StringComparison.Ordinal);
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(transport, "fine@example.org"));
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task OUT_02_servers_that_are_away_silent_or_no_servers_are_unreachable()
    {
        using var silent = new BlackHole();
        using var web = new BlackHole(says: "HTTP/1.1 400 Bad Request\r\n\r\n");
        using var busy = new BlackHole(says: "421 4.3.2 come back later\r\n");
        Assert.Equal(
            new SendOutcome.Unreachable("no answer within 1s"),
            await SendAsync(MessageNode.Smtp(silent.Port, o => o.Timeout = TimeSpan.FromSeconds(1))));
        Assert.IsType<SendOutcome.Unreachable>(await SendAsync(MessageNode.Smtp(web.Port)));
        Assert.Equal(new SendOutcome.Unreachable("greeting: 421 4.3.2"), await SendAsync(MessageNode.Smtp(busy.Port)));
        Assert.Equal(new SendOutcome.Unreachable("connection: ConnectionRefused"), await SendAsync(MessageNode.Smtp(Ports.Free())));
        var nowhere = MessageNode.Smtp(25, o => o.Host = "no-such-host.invalid");
        Assert.IsType<SendOutcome.Unreachable>(await SendAsync(nowhere));
    }

    [Theory]
    [InlineData("starttls", SmtpSecurity.StartTls, "")]
    [InlineData("starttls", SmtpSecurity.StartTls, "plain")]
    [InlineData("tls", SmtpSecurity.Tls, "login")]
    public async Task Secured_line_signs_in_by_plain_or_login(string server, object security, string without)
    {
        var (file, certificate) = SmtpServer.MakeCertificate(Now.AddDays(-1), Now.AddDays(1));
        await using var smtp = await SmtpServer.StartAsync(
            0, null, "--certificate", file, "--security", server, "--login", "auth:s3cret", "--without", without);
        await using var transport = Trusting(MessageNode.Smtp(smtp.Port, o =>
            (o.Security, o.User, o.Password) = ((SmtpSecurity)security, "auth", "s3cret")), certificate);
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(transport));
        var mail = Assert.Single(smtp.Mails);
        Assert.Equal((true, "auth"), (mail.Secured, mail.User));

        await using var wrong = Trusting(MessageNode.Smtp(smtp.Port, o =>
            (o.Security, o.User, o.Password) = ((SmtpSecurity)security, "auth", "other")), certificate);
        Assert.Equal(new SendOutcome.Unreachable("AUTH: 535 5.7.8"), await SendAsync(wrong));
    }

    [Fact]
    public async Task OUT_14_no_mail_leaves_on_a_line_that_is_not_secured_as_demanded()
    {
        await using var stripped = await SmtpServer.StartAsync();
        var downgraded = await SendAsync(MessageNode.Smtp(stripped.Port, o => o.Security = SmtpSecurity.StartTls));
        Assert.Contains("STARTTLS", Assert.IsType<SendOutcome.Unreachable>(downgraded).Reason, StringComparison.Ordinal);
        Assert.Empty(stripped.Mails);

        // An answer smuggled in before the handshake would be believed as if it had come secured.
        using var injecting = new BlackHole(says:
            "220 hello\r\n250-hello\r\n250 STARTTLS\r\n220 go ahead\r\n250 injected\r\n");
        Assert.Equal(
            new SendOutcome.Unreachable("text before the TLS handshake"),
            await SendAsync(MessageNode.Smtp(injecting.Port, o => o.Security = SmtpSecurity.StartTls)));

        foreach (var (from, until, trusted) in new[] { (-3, -1, true), (-1, 1, false), (-1, 1, true) })
        {
            var (file, certificate) = SmtpServer.MakeCertificate(Now.AddDays(from), Now.AddDays(until));
            await using var server = await SmtpServer.StartAsync(0, null, "--certificate", file, "--security", "starttls");
            await using var transport = MessageNode.Smtp(server.Port, o => o.Security = SmtpSecurity.StartTls);
            if (trusted)
                transport.Roots = [certificate];
            var isFine = trusted && until > 0;
            Assert.Equal(isFine, await SendAsync(transport) is SendOutcome.Delivered);
            Assert.Equal(isFine ? 1 : 0, server.Mails.Count);
        }
    }

    [Theory]
    [InlineData("a\r\nRCPT TO:<evil@example.org>@example.org")]
    [InlineData("\"a\r\nBcc: evil@example.org\"@example.org")]
    [InlineData("a@example.org> SIZE=1\r\nRCPT TO:<evil@example.org")]
    [InlineData("a@example.org, evil@example.org")]
    [InlineData("a\u2028b@example.org")]
    [InlineData("a b@example.org")]
    [InlineData("@example.org")]
    [InlineData("")]
    public async Task OUT_13_no_address_ends_a_command_or_adds_a_recipient(string to)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var transport = MessageNode.Smtp(server.Port);
        Assert.Equal(new SendOutcome.Refused("no mail address"), await SendAsync(transport, to));
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(transport, "fine@example.org"));
        Assert.Equal(["fine@example.org"], Assert.Single(server.Mails).To);
    }

    [Fact]
    public void OUT_13_no_other_mail_library_is_shipped()
    {
        var packages = File.ReadAllText(Repository.PathOf("Directory.Packages.props"));
        Assert.DoesNotContain("MimeKit", packages, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("MailKit", packages, StringComparison.OrdinalIgnoreCase);
        var sources = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories);
        Assert.DoesNotContain(sources, f => File.ReadAllText(f).Contains("System.Net.Mail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OUT_17_dots_long_lines_and_all_scripts_arrive_as_they_were()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var transport = MessageNode.Smtp(server.Port);
        var text = ".\n..\n.leading dot\n" + new string('x', 2000) + " ä 日本 😀 שלום = =41\nends with a space \nthe end";
        var subject = "Grüße 😀 שלום مرحبا " + new string('ü', 80);
        var content = new WrittenMessage("Bücher & Co", subject, text, "<p>" + text + "</p>");
        Assert.IsType<SendOutcome.Delivered>(await transport.SendAsync(
            new OutgoingMessage(Guid.CreateVersion7(), "ada@bücher.example", Now, content), default));

        var mail = Assert.Single(server.Mails);
        Assert.All(mail.Content.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.All(mail.Content, c => Assert.InRange(c, '\n', '~'));
        Assert.DoesNotContain('\n', mail.Content.Replace("\r\n", "", StringComparison.Ordinal));
        // Read by somebody else's MIME parser.
        var read = await PythonMail.ReadAsync(mail.Content);
        Assert.Equal((subject, text, 0), (read.Subject, read.Text, read.Defects));
        Assert.Equal("Bücher & Co", read.FromName);
    }

    [Fact]
    public async Task Address_in_unicode_needs_a_server_that_knows_it()
    {
        await using var old = await SmtpServer.StartAsync(0, null, "--without", "smtputf8");
        await using var transport = MessageNode.Smtp(old.Port);
        Assert.IsType<SendOutcome.Refused>(await SendAsync(transport, "jörg@example.org"));
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(transport, "joerg@bücher.example"));
        Assert.Equal("joerg@xn--bcher-kva.example", Assert.Single(old.Mails).Header("To"));
        await using var modern = await SmtpServer.StartAsync();
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(MessageNode.Smtp(modern.Port), "jörg@example.org"));
    }

    [Fact]
    public async Task Line_that_was_cut_while_idle_is_opened_anew()
    {
        var server = await SmtpServer.StartAsync();
        await using var transport = MessageNode.Smtp(server.Port);
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(transport));
        await server.DisposeAsync();
        await using var next = await SmtpServer.StartAsync(server.Port, server.Folder);
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(transport));
        Assert.Equal(2, next.Mails.Count);
    }

    private static SmtpTransport Trusting(SmtpTransport transport, X509Certificate2 certificate)
    {
        transport.Roots = [certificate];
        return transport;
    }

    private static Task<SendOutcome> SendAsync(SmtpTransport transport, string to = "ada@example.org") => transport.SendAsync(
        new OutgoingMessage(Guid.CreateVersion7(), to, Now, new WrittenMessage("Acme ID", "Hello", "Hello.", "<p>Hello.</p>")),
        default);
}
