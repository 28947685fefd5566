/** Twelve kinds of zones: with and without summer time, by halves and quarters of an hour, with a lost day, with gaps at midnight. */
export const zones = [
  ...['Europe/London', 'America/New_York', 'Europe/Berlin', 'Australia/Sydney', 'Asia/Tokyo', 'Asia/Kolkata'],
  ...[
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Africa/Casablanca',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Asia/Kathmandu',
  ],
]
