// java.util.Locale and locale-sensitive names, currencies and formats.
import java.text.*;
import java.util.*;

public class Locales {
    public static void main(String[] args) {
        for (Locale l : new Locale[] {Locale.US, Locale.GERMANY, Locale.FRANCE, Locale.JAPAN, new Locale("pl", "PL"), Locale.forLanguageTag("de-CH"), Locale.forLanguageTag("hi-IN"), Locale.forLanguageTag("zh-Hant-TW")}) {
            System.out.println(l + " " + l.toLanguageTag() + " " + l.getDisplayLanguage(Locale.ENGLISH) + " " + l.getDisplayCountry(Locale.ENGLISH) + " " + l.getDisplayName(l) + " " + l.getISO3Country());
            System.out.println("  " + NumberFormat.getInstance(l).format(1234567.891) + " " + NumberFormat.getPercentInstance(l).format(0.256) + " " + NumberFormat.getCurrencyInstance(l).format(-1234.5) + " " + String.format(l, "%,.2f", 9876.543));
            DateFormat df = DateFormat.getDateTimeInstance(DateFormat.LONG, DateFormat.SHORT, l);
            df.setTimeZone(TimeZone.getTimeZone("UTC"));
            System.out.println("  " + df.format(new Date(1_700_000_000_000L)) + " " + new DateFormatSymbols(l).getShortWeekdays()[2] + " " + DecimalFormatSymbols.getInstance(l).getDecimalSeparator() + " " + Calendar.getInstance(TimeZone.getTimeZone("UTC"), l).getFirstDayOfWeek());
        }
        Currency c = Currency.getInstance("JPY");
        System.out.println(c.getSymbol(Locale.JAPAN) + " " + c.getDefaultFractionDigits() + " " + c.getDisplayName(Locale.ENGLISH) + " " + Currency.getInstance(Locale.US) + " " + Currency.getInstance("EUR").getNumericCode());
        Locale built = new Locale.Builder().setLanguage("sr").setScript("Latn").setRegion("RS").setUnicodeLocaleKeyword("nu", "latn").build();
        System.out.println(built.toLanguageTag() + " " + built.getScript() + " " + built.getUnicodeLocaleType("nu") + " " + Locale.lookup(Locale.LanguageRange.parse("fr-CA,en;q=0.5"), List.of(Locale.ENGLISH, Locale.FRENCH)));
        System.out.println("I".toLowerCase(new Locale("tr")) + " " + "i".toUpperCase(Locale.ENGLISH) + " " + Locale.getISOCountries().length / 100 + " " + new Locale("xx").getDisplayLanguage(Locale.ENGLISH));
        try {
            Currency.getInstance("XXZ");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            new Locale.Builder().setLanguage("toolonglang");
        } catch (IllformedLocaleException e) {
            System.out.println(e.getMessage());
        }
    }
}
