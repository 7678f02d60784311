using System.Buffers.Binary;
using Hansard.Web.Tests.Browser;

namespace Hansard.Web.Tests.Library;

/// <summary>A recording that takes a while to be transcribed: one of a few seconds, over and over again.</summary>
internal sealed class LongRecording : IDisposable
{
    // RIFF, fmt and data, and nothing else.
    private const int Header = 44;
    private const int RiffSize = 4;
    private const int ByteRate = 28;
    private const int DataSize = 40;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-long-");

    /// <param name="length">How long it is at least.</param>
    public LongRecording(TimeSpan length)
    {
        var once = System.IO.File.ReadAllBytes(Visit.Recording);
        Assert.Equal(once.Length - Header, BinaryPrimitives.ReadInt32LittleEndian(once.AsSpan(DataSize)));
        var sound = once.AsSpan(Header);
        var times = 1 + (int)(length.TotalSeconds * BinaryPrimitives.ReadInt32LittleEndian(once.AsSpan(ByteRate)) / sound.Length);
        var size = times * sound.Length;
        BinaryPrimitives.WriteInt32LittleEndian(once.AsSpan(RiffSize), Header - 8 + size);
        BinaryPrimitives.WriteInt32LittleEndian(once.AsSpan(DataSize), size);
        using var file = System.IO.File.Create(File);
        file.Write(once.AsSpan(0, Header));
        for (var i = 0; i < times; i++) file.Write(sound);
    }

    /// <summary>A WAV file.</summary>
    public string File => Path.Combine(_folder.FullName, "long.wav");

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);
}
