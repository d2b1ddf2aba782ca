// runs: (10)=126; (5000)=83325
public class Streams {
    public static int test(int n) {
        return java.util.stream.IntStream.range(0, n).filter(i -> i % 3 == 0).map(i -> i * i % 101).sum();
    }
}
