using System.Net;
using AuthServer.Core.Outbound;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Core.Tests.Outbound;

/// <summary>What is said of an address before anybody is called.</summary>
public sealed class JudgedAddressesTests
{
    public static readonly TheoryData<string> Inner =
    [
        "https://127.0.0.1/", "https://127.1/", "https://0177.0.0.1/", "https://0x7f.0.0.1/", "https://0x7f000001/",
        "https://2130706433/", "https://017700000001/", "https://0/", "https://0.0.0.0/", "https://127.0.0.1./",
        "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
        "https://[0:0:0:0:0:ffff:7f00:0001]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/", "https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
        "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/",
        "https://[fec0::1]/", "https://[ff02::1]/", "https://[2001:db8::1]/", "https://[::ffff:169.254.169.254]/",
        "https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/",
        "https://100.64.0.1/", "https://169.254.169.254/latest/meta-data/", "https://0xa9fea9fe/", "https://224.0.0.1/",
        "https://255.255.255.255/", "https://240.0.0.1/", "https://198.18.0.1/", "https://192.0.2.1/", "https://192.0.0.8/",
        "https://198.51.100.1/", "https://203.0.113.1/", "https://192.88.99.1/",
        "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://a.localhost/", "https://a.localhost./",
        "https://metadata.google.internal/", "https://metadata.google.internal./", "https://db.local/", "https://router.lan/",
        "https://intranet/", "https://postgres:5432/", "https://nas.home.arpa/",
    ];

    public static readonly TheoryData<string> Odd =
    [
        "http://rp.example.com/", "ftp://rp.example.com/", "file:///etc/passwd", "gopher://rp.example.com/", "//rp.example.com/",
        "rp.example.com", "", "https://", "https:///path", "https://user@rp.example.com/", "https://user:pass@rp.example.com/",
        "https://@rp.example.com/", "https://rp.example.com:25/", "https://rp.example.com:0/", "https://rp.example.com:22/",
        "https://rp.example.com\\@127.0.0.1/", "https://rp.example.com /", "https://①②⑦.⓪.⓪.①/", "https://１２７.0.0.1/",
        "https://localhost。/", "https://%31%32%37.0.0.1/", "https://%6cocalhost/", "https:\\\\127.0.0.1/", "javascript:alert(1)",
        "https://rp.example.com/\r\nHost: a", "https://rp.example.com:99999/",
    ];

    [Theory]
    [MemberData(nameof(Inner))]
    [Spec("OIDC Core", "18.1")]
    public void SSR_12_an_inner_address_is_refused_in_every_spelling_when_it_is_registered(string url)
    {
        using var calls = Calls.InProduction();
        Assert.NotNull(calls.Judge(url));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void SSR_12_and_24_what_is_no_plain_https_address_is_refused(string url)
    {
        using var calls = Calls.InProduction();
        Assert.NotNull(calls.Judge(url));
    }

    [Theory]
    [InlineData("https://rp.example.com/jwks")]
    [InlineData("https://rp.example.com:8443/jwks?tenant=1#part")]
    [InlineData("https://rp.example.com.:443/a/../b")]
    [InlineData("https://93.184.216.34/")]
    [InlineData("https://[2606:2800:220:1::1]/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://100.128.0.1/")]
    [InlineData("https://xn--bcher-kva.example.com/")]
    public void What_leads_into_the_internet_may_be_registered(string url)
    {
        using var calls = Calls.InProduction();
        Assert.Null(calls.Judge(url));
    }

    [Theory]
    [InlineData("http://localhost:5002/signout", true)]
    [InlineData("http://127.0.0.1:5002/signout", true)]
    [InlineData("http://app:8080/signout", true)]
    [InlineData("https://10.1.2.3/", true)]
    [InlineData("http://169.254.169.254/", false)]
    [InlineData("http://[::ffff:169.254.169.254]/", false)]
    [InlineData("http://metadata.google.internal/", false)]
    [InlineData("http://localhost:25/", false)]
    [InlineData("http://0.0.0.0:5002/", false)]
    [InlineData("http://93.184.216.34/", false)]
    public void Where_private_networks_are_allowed_so_is_http_there_but_no_trick(string url, bool allowed)
    {
        using var calls = Calls.InDevelopment();
        Assert.Equal(allowed, calls.Judge(url) is null);
    }

    [Theory]
    [InlineData("::ffff:10.0.0.1", "Private")]
    [InlineData("::ffff:8.8.8.8", "Public")]
    [InlineData("8.8.8.8", "Public")]
    [InlineData("127.255.255.254", "Private")]
    [InlineData("fd00::1", "Private")]
    [InlineData("2a00:1450::1", "Public")]
    [InlineData("::8.8.8.8", "Never")]
    [InlineData("64:ff9b::808:808", "Never")]
    [InlineData("2001:db8::1", "Never")]
    [InlineData("::", "Never")]
    [InlineData("fe80::1", "Never")]
    [InlineData("ff0e::1", "Never")]
    public void An_address_is_judged_by_where_it_leads(string address, string reach) =>
        Assert.Equal(reach, Addresses.Judge(IPAddress.Parse(address)).ToString());
}
