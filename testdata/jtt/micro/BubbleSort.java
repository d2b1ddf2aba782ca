// runs: (200)=-234238300
public class BubbleSort {
    public static int test(int n) {
        int[] a = new int[n];
        for (int i = 0; i < n; i++) a[i] = i * 7919 % 1009;
        for (int i = 0; i < n; i++) {
            for (int j = 1; j < n - i; j++) {
                if (a[j - 1] > a[j]) {
                    int t = a[j];
                    a[j] = a[j - 1];
                    a[j - 1] = t;
                }
            }
        }
        int h = 0;
        for (int x : a) h = h * 31 + x;
        return h;
    }
}
