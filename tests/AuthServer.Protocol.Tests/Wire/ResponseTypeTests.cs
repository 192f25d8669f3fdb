using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Wire;

/// <summary>The words of <c>response_type</c>.</summary>
public sealed class ResponseTypeTests
{
    [Theory]
    [InlineData("code", "code", "query")]
    [InlineData("id_token", "id_token", "fragment")]
    [InlineData("token id_token", "id_token token", "fragment")]
    [InlineData("id_token code", "code id_token", "fragment")]
    [InlineData("token code", "code token", "fragment")]
    [InlineData("token code id_token", "code id_token token", "fragment")]
    [Spec("OAuth 2.0 Multiple Response Types", "5")]
    public void Words_stand_in_any_order(string sent, string known, string mode)
    {
        var type = ResponseType.TryParse(sent);
        Assert.Equal(known, type?.ToString());
        Assert.Equal(mode, type?.DefaultMode);
        Assert.Contains(known, ResponseType.Supported);
    }

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("none")]
    [InlineData("CODE")]
    [InlineData("code code")]
    [InlineData("code  id_token")]
    [InlineData("code id_token none")]
    [InlineData("code,id_token")]
    public void Whatever_else_is_none(string sent) => Assert.Null(ResponseType.TryParse(sent));
}
