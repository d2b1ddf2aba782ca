// runs: (3)=3; (5)=10; (20)=19
public class LabelledLoops {
    public static int test(int n) {
        int count = 0;
        outer:
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (j == i) continue outer;
                if (i * j > 20) break outer;
                count++;
            }
        }
        return count;
    }
}
