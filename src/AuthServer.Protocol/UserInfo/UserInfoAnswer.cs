namespace AuthServer.Protocol.UserInfo;

/// <summary>What userinfo answers (OIDC Core §5.3.2).</summary>
/// <param name="Body">JSON, or a JWT in ASCII.</param>
/// <param name="IsJwt">Whether it is a JWT: <c>application/jwt</c>.</param>
public sealed record UserInfoAnswer(ReadOnlyMemory<byte> Body, bool IsJwt);
