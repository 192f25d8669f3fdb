using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Keys;

/// <summary>Wraps Data Protection's secrets like the ring's.</summary>
internal sealed class XmlWrapper(KeyWrap wrap) : IXmlEncryptor
{
    public const string ElementName = "wrappedKey";
    public const string Context = "data protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var xml = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var element = new XElement(ElementName, Convert.ToBase64String(wrap.Wrap(xml, Context)));
        return new EncryptedXmlInfo(element, typeof(XmlUnwrapper));
    }
}

/// <summary>Made by Data Protection from its name in the XML: do not rename it.</summary>
internal sealed class XmlUnwrapper(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var wrap = services.GetRequiredService<KeyWrap>();
        var xml = wrap.Unwrap(Convert.FromBase64String(encryptedElement.Value), XmlWrapper.Context);
        return XElement.Parse(Encoding.UTF8.GetString(xml));
    }
}
