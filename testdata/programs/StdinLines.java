// BufferedReader on standard input, echoing with line numbers to both streams.
// exit: 3
// stdin: first line
// stdin:
// stdin: ünïcode
// stdin: last
import java.io.*;

public class StdinLines {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        String line;
        int n = 0;
        while ((line = in.readLine()) != null) {
            n++;
            System.out.println(n + ": " + line + " " + line.length());
            System.err.println("err " + n);
        }
        System.out.print("no newline at the end");
        System.err.printf("%d lines%n", n);
        System.exit(n - 1);
    }
}
