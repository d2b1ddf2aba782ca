// java.util.regex over generated text.
// args: 1500
import java.util.regex.*;

public class Regexes {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < n; i++) {
            sb.append("2024-").append(10 + i % 3).append('-').append(10 + i % 20).append(" user").append(i % 97).append("@host").append(i % 13).append(".example.org GET /path/")
                .append(i).append(i % 5 == 0 ? "?q=a+b" : "").append(' ').append(200 + i % 4 * 100).append('\n');
        }
        String text = sb.toString();
        Matcher m = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d) (\\w+)@([\\w.]+) (GET|POST) (\\S+?)(?:\\?(\\S*))? (\\d+)").matcher(text);
        long sum = 0;
        while (m.find()) sum += Integer.parseInt(m.group(9)) + m.group(7).length() + (m.group(8) == null ? 0 : 1000);
        m = Pattern.compile("(?i)USER(\\d)\\1@|[aeiou]{2,}|\\bhost1\\b").matcher(text);
        while (m.find()) sum += m.start() % 7;
        System.out.println(sum + " " + text.replaceAll("[0-9]+", "#").length());
    }
}
