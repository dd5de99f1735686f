export function Mark() {
  return (
    <svg aria-hidden="true" width="28" height="28" viewBox="0 0 28 28" style={{ flex: 'none' }}>
      <rect width="28" height="28" rx="7" fill="#3cc4b0" />
      <path
        d="M5.5 19a8.5 8.5 0 0 1 17 0M9 19a5 5 0 0 1 10 0M12.4 19a1.6 1.6 0 0 1 3.2 0M5.5 22h17"
        fill="none"
        stroke="#04201c"
        strokeWidth="1.9"
        strokeLinecap="round"
      />
    </svg>
  );
}
