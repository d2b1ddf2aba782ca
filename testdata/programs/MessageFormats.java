// java.text.MessageFormat and SimpleDateFormat parsing.
import java.text.*;
import java.util.*;

public class MessageFormats {
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.US);
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Date d = new Date(1_234_567_890_123L);
        System.out.println(MessageFormat.format("{0} has {1,number,integer} items worth {2,number,currency} ({3,number,#.#}) {0}", "Bob", 12345, 99.5, 1.25));
        System.out.println(MessageFormat.format("It''s '{quoted}' {0,date,yyyy/MM/dd} {0,time,HH:mm} {0,date,short} {1}", d, null));
        System.out.println(MessageFormat.format("{0,choice,0#no files|1#one file|1<{0,number,integer} files}", 1234) + MessageFormat.format(" {0,choice,0#no files|1#one file|1<{0} files}", 0));
        Object[] parsed = new MessageFormat("{0}-{1,number}:{2}").parse("abc-42.5:x");
        System.out.println(Arrays.toString(parsed) + " " + new MessageFormat("{1} {0}").toPattern() + " " + MessageFormat.format("{0} {1}", "only"));
        for (String bad : new String[] {"{0", "{x}", "{0,foo}"}) {
            try {
                new MessageFormat(bad);
                System.out.println("ok");
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
        SimpleDateFormat f = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss.SSS z", Locale.US);
        System.out.println(f.parse("2001-09-09 01:46:40.000 GMT").getTime() + " " + f.format(d));
        System.out.println(new SimpleDateFormat("G yy MMMM d, EEEE 'week' w 'day' D K:mm a X u", Locale.US).format(d));
        f.setLenient(false);
        try {
            f.parse("2001-13-09 01:46:40.000 GMT");
        } catch (ParseException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(d + " " + DateFormat.getDateInstance(DateFormat.FULL).format(d) + " " + new java.sql_free().text());
    }

    static class java { static class sql_free { String text() { return "shadowed package name"; } } }
}
