using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hansard.Server.Contract;
using Hansard.Server.Storage;

namespace Hansard.Server.Http;

/// <summary>
/// Cursors of paged lists: the place of the last row of a page, signed, in the alphabet A–Z a–z 0–9 - _ (clients paste them unescaped).
/// </summary>
/// <remarks>
/// A place is a position in an order that no deletion changes, so a cursor stays good when every row before it is gone. The signature binds
/// it to this database, its list and its project: any other is recognised as not issued here. The secret is kept in the database, so
/// cursors outlive a restart.
/// </remarks>
internal sealed class Cursors(ISettingStore settings)
{
    private const int PlaceLength = 2 * sizeof(long);

    // 128 bits of the HMAC, which RFC 2104, 5, recommends as the least: half of its length.
    private const int SignatureLength = 16;

    private readonly SigningKey _key = new(settings, "cursor_secret");

    /// <summary>Sees to it that no list has to wait for the secret.</summary>
    public void Prepare() => _key.Prepare();

    /// <param name="list">The list that is paged, such as "files".</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="major">The first key of the order.</param>
    /// <param name="minor">The second.</param>
    public string Issue(string list, string project, long major, long minor = 0)
    {
        var bytes = new byte[PlaceLength + SignatureLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, major);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), minor);
        Sign(list, project, bytes.AsSpan(0, PlaceLength)).CopyTo(bytes.AsSpan(PlaceLength));
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="ApiException">It was not issued here for this list.</exception>
    public ListPlace Read(string list, string project, string cursor)
    {
        var bytes = new byte[PlaceLength + SignatureLength];
        if (cursor.Length != Base64Url.GetEncodedLength(bytes.Length)
            || Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) is not OperationStatus.Done
            || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(Sign(list, project, bytes.AsSpan(0, PlaceLength)), bytes.AsSpan(PlaceLength)))
        {
            throw new ApiException(
                400,
                ErrorTypes.InvalidCursor,
                "This cursor was not issued by this server for this list: send the next_page_cursor of the page before, or none for the "
                + "first page.");
        }

        return new ListPlace(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(8)));
    }

    private Span<byte> Sign(string list, string project, ReadOnlySpan<byte> place)
        => _key.Sign([.. Encoding.UTF8.GetBytes($"{list}\n{project}\n"), .. place]).AsSpan(0, SignatureLength);
}

/// <summary>The place of a row in the order of a list.</summary>
/// <param name="Major">The first key of the order.</param>
/// <param name="Minor">The second.</param>
internal readonly record struct ListPlace(long Major, long Minor);
