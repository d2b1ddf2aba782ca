// Large arrays of references fill the heap: collecting them takes little memory beyond it.
// flags: -Xmx160m
import java.nio.file.*;
import java.util.*;

public class LargeArrays {
    static long peakKb() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
        throw new AssertionError("no VmHWM");
    }

    static int fill(List<Object[]> arrays) {
        try {
            while (true) {
                Object[] array = new Object[500_000];
                for (int i = 0; i < array.length; i += 100) array[i] = arrays;
                array[7] = new int[] {arrays.size()};
                arrays.add(array);
            }
        } catch (OutOfMemoryError e) {
            return arrays.size();
        }
    }

    public static void main(String[] args) throws Exception {
        long before = peakKb();
        List<Object[]> arrays = new ArrayList<>(1000);
        int filled = fill(arrays);
        System.out.println(filled > 40);
        for (int i = 0; i < filled; i++) {
            Object[] array = arrays.get(i);
            if (((int[]) array[7])[0] != i || array[100] != arrays || array[101] != null) System.out.println("array " + i + " is broken");
        }
        arrays.subList(10, filled).clear();
        System.gc();
        System.out.println(new long[4_000_000].length + " " + arrays.size());
        System.out.println(peakKb() - before < 300_000);
    }
}
