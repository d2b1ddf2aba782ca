import java.nio.file.Files;
import java.nio.file.Path;

/** Loads classes of the class library, or initialises them too, and prints the nanoseconds that it took. */
public class LoadClasses {
    public static void main(String[] args) throws Exception {
        boolean initialize = args[1].equals("initialize");
        String[] names = Files.readString(Path.of(args[0])).split("\n");
        long start = System.nanoTime();
        for (String name : names) Class.forName(name, initialize, null);
        System.out.println(System.nanoTime() - start);
    }
}
