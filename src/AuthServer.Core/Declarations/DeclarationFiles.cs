using Microsoft.Extensions.Options;

namespace AuthServer.Core.Declarations;

/// <summary>The files of declarations.</summary>
public sealed class DeclarationFiles(IOptions<DeclarationsOptions> options)
{
    private const string DefaultName = "declarations.json";

    /// <summary>Reads and checks those of the settings; touches no database.</summary>
    public DeclarationReading Read() => Judged(ReadAll(Locate()));

    /// <summary>Reads and checks others, as a configuration of their own; touches no database.</summary>
    public DeclarationReading Read(IEnumerable<string> paths) => Judged(ReadParts(paths));

    /// <summary>Reads others; what they say of objects that they do not hold is not judged.</summary>
    public DeclarationReading ReadParts(IEnumerable<string> paths) => ReadAll(paths.Select(p => (p, p)));

    /// <summary>Reads those of the settings; what they say of objects that they do not hold is not judged.</summary>
    public DeclarationReading ReadParts() => ReadAll(Locate());

    /// <summary>Reads a document that is in no file; what it says of objects that it does not hold is not judged.</summary>
    /// <param name="name">What errors call it.</param>
    public DeclarationReading ReadPart(string name, byte[] utf8)
    {
        var (set, errors) = (new DeclarationSet(), new List<DeclarationError>());
        new DeclarationReader(set, errors).Read(name, utf8);
        return WithoutDemo(set, errors);
    }

    /// <summary>Changes when a file does: which there are, their lengths and times.</summary>
    public string Fingerprint() =>
        string.Join('\n', Locate().Select(f => new FileInfo(f.Path)).Select(i =>
            i.Exists ? $"{i.FullName} {i.Length} {i.LastWriteTimeUtc.Ticks}" : i.FullName));

    private DeclarationReading ReadAll(IEnumerable<(string Name, string Path)> files)
    {
        var (set, errors) = (new DeclarationSet(), new List<DeclarationError>());
        var reader = new DeclarationReader(set, errors);
        foreach (var (name, path) in files)
        {
            try
            {
                reader.Read(name, File.ReadAllBytes(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.Add(new DeclarationError(name, "", "cannot be read: " + e.Message));
            }
        }

        return WithoutDemo(set, errors);
    }

    private DeclarationReading WithoutDemo(DeclarationSet set, List<DeclarationError> errors)
    {
        if (set.DemoFile is { } demo && options.Value.RefusesDemo)
            errors.Add(new DeclarationError(demo, "demo", "demo declarations are for Development alone"));
        return new DeclarationReading(set, errors);
    }

    private static DeclarationReading Judged(DeclarationReading reading) => reading.IsWhole
        ? reading with { Errors = [.. reading.Errors, .. DeclarationReferences.Judge(reading.Set)] }
        : reading;

    private IEnumerable<(string Name, string Path)> Locate()
    {
        if (options.Value.Paths is { } paths)
            return paths.Select(p => (p, File.Exists(p) ? Path.GetFullPath(p) : Path.Combine(options.Value.Folder, p)));
        return new[] { options.Value.Folder, AppContext.BaseDirectory }
            .Select(f => Path.Combine(f, DefaultName))
            .Where(File.Exists)
            .Take(1)
            .Select(p => (DefaultName, p));
    }
}
