using Hansard.Engine.Models;
using System.Text.Json;

namespace Hansard.Translation.Neural;

/// <summary>The tokens that name languages in a many-to-many model: <c>__en__</c> in M2M-100, <c>eng_Latn</c> in NLLB-200.</summary>
internal sealed class LanguageTokens
{
    // ISO 639-1 to FLORES-200 codes, for the languages that have both (facebookresearch/flores).
    private const string Flores =
        "af afr_Latn,sq als_Latn,am amh_Ethi,ar arb_Arab,hy hye_Armn,as asm_Beng,az azj_Latn,ba bak_Cyrl,eu eus_Latn,be bel_Cyrl,"
        + "bn ben_Beng,bs bos_Latn,bg bul_Cyrl,my mya_Mymr,ca cat_Latn,zh zho_Hans,hr hrv_Latn,cs ces_Latn,da dan_Latn,nl "
            + "nld_Latn,en eng_Latn,eo epo_Latn,"
        + "et est_Latn,fo fao_Latn,fi fin_Latn,fr fra_Latn,gl glg_Latn,ka kat_Geor,de deu_Latn,el ell_Grek,gu guj_Gujr,ht "
            + "hat_Latn,ha hau_Latn,he heb_Hebr,"
        + "hi hin_Deva,hu hun_Latn,is isl_Latn,ig ibo_Latn,id ind_Latn,ga gle_Latn,it ita_Latn,ja jpn_Jpan,jv jav_Latn,kn "
            + "kan_Knda,kk kaz_Cyrl,km khm_Khmr,"
        + "rw kin_Latn,ko kor_Hang,ky kir_Cyrl,lo lao_Laoo,lv lvs_Latn,ln lin_Latn,lt lit_Latn,lb ltz_Latn,mk mkd_Cyrl,mg "
            + "plt_Latn,ms zsm_Latn,ml mal_Mlym,"
        + "mt mlt_Latn,mi mri_Latn,mr mar_Deva,mn khk_Cyrl,ne npi_Deva,nn nno_Latn,no nob_Latn,nb nob_Latn,oc oci_Latn,ps "
            + "pbt_Arab,fa pes_Arab,pl pol_Latn,"
        + "pt por_Latn,pa pan_Guru,ro ron_Latn,ru rus_Cyrl,sa san_Deva,sr srp_Cyrl,sn sna_Latn,sd snd_Arab,si sin_Sinh,sk "
            + "slk_Latn,sl slv_Latn,so som_Latn,"
        + "es spa_Latn,su sun_Latn,sw swh_Latn,sv swe_Latn,tl tgl_Latn,tg tgk_Cyrl,ta tam_Taml,tt tat_Cyrl,te tel_Telu,th "
            + "tha_Thai,bo bod_Tibt,tr tur_Latn,"
        + "tk tuk_Latn,uk ukr_Cyrl,ur urd_Arab,ug uig_Arab,uz uzn_Latn,vi vie_Latn,cy cym_Latn,xh xho_Latn,yi "
            + "ydd_Hebr,yo yor_Latn,zu zul_Latn";

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <summary>The languages that the model knows, ISO 639-1 where there is such a code.</summary>
    public IReadOnlyCollection<string> Languages => _ids.Keys;

    /// <summary>Reads them from tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">It names no languages.</exception>
    public static LanguageTokens Load(string tokenizerPath)
    {
        var codes = Flores.Split(',').Select(p => p.Split(' ')).ToLookup(p => p[1], p => p[0]);
        var tokens = new LanguageTokens();
        using var document = JsonDocument.Parse(ModelDocument.Read(tokenizerPath));
        foreach (var added in document.RootElement.GetProperty("added_tokens").EnumerateArray())
        {
            var (content, id) = (added.GetProperty("content").GetString()!, added.GetProperty("id").GetInt32());
            if (content.StartsWith("__", StringComparison.Ordinal) && content.EndsWith("__", StringComparison.Ordinal))
                tokens._ids.TryAdd(content.Trim('_'), id);
            foreach (var code in codes[content]) tokens._ids.TryAdd(code, id);
        }

        return tokens._ids.Count > 0 ? tokens : throw new InvalidDataException($"'{tokenizerPath}' has no tokens that name languages.");
    }

    /// <summary>The token of a language.</summary>
    /// <exception cref="TranslationException">The model does not know it.</exception>
    public int IdOf(string language) => _ids.TryGetValue(language, out var id) ? id
        : throw new TranslationException($"The translation model does not know the language '{language}'.");
}
